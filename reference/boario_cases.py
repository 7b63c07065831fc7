"""Writes a case in the oracle's layout with BoARIO from PyPI."""
import json,sys,os,numpy as np,pandas as pd,warnings,logging
warnings.filterwarnings('ignore')
import pymrio
from boario.extended_models import ARIOPsiModel
from boario.model_base import ARIOBaseModel
from boario.simulation import Simulation
from boario import event as ev
def table(m,s,c,seed,density):
    rng=np.random.default_rng(seed);n=m*s
    Z=rng.lognormal(3,2,(n,n))*(rng.random((n,n))<density)
    for a in range(m):
        for b in range(m):
            if a!=b: Z[a*s:(a+1)*s,b*s:(b+1)*s]*=.05
    Y=rng.lognormal(7,1,(n,m*c))
    for a in range(m):
        for b in range(m):
            if a!=b: Y[a*s:(a+1)*s,b*c:(b+1)*c]*=.05
    for _ in range(50):
        x=Z.sum(1)+Y.sum(1); col=Z.sum(0); Z*=np.minimum(1,.7*x/np.maximum(col,1e-300))[None,:]
    x=Z.sum(1)+Y.sum(1)
    return Z,Y,x
def main(out,**a):
    d=dict(regions=3,sectors=5,fd_cat=1,seed=1,days=150,density=1.0,shock='recovery',n_hit=3,size=.5,occurrence=5,duration=20,tau=30,order_type='alt',model='psi',psi=.8,inv_days=15,inv_tau=60,alpha_max=1.25,alpha_tau=365,recovery_function='linear',rebuilding_factor=1.0)
    d.update(a);g=d
    m,s,c=g['regions'],g['sectors'],g['fd_cat'];n=m*s
    Z,Y,x=table(m,s,c,g['seed'],g['density'])
    R=['reg%04d'%i for i in range(m)];S=['sec%04d'%i for i in range(s)];F=['fd%04d'%i for i in range(c)]
    I=pd.MultiIndex.from_product([R,S],names=['region','sector'])
    YC=pd.MultiIndex.from_product([R,F],names=['region','category'])
    io=pymrio.IOSystem(Z=pd.DataFrame(Z,index=I,columns=I),Y=pd.DataFrame(Y,index=I,columns=YC),x=pd.DataFrame({'indout':x},index=I))
    io.calc_all()
    kw=dict(order_type=g['order_type'],alpha_max=g['alpha_max'],alpha_tau=g['alpha_tau'],main_inv_dur=g['inv_days'])
    if g['model']=='psi': model=ARIOPsiModel(io,psi_param=g['psi'],inventory_restoration_tau=g['inv_tau'],**kw)
    else: model=ARIOBaseModel(io,**kw)
    rng=np.random.default_rng(g['seed']+100)
    hit=[int(i) for i in rng.choice(n,g['n_hit'],replace=False)]
    K=4*np.maximum(0,x-Z.sum(0))
    if g['shock']=='arbitrary': imp=[g['size']]*len(hit)
    else: imp=[float(K[i]*g['size']) for i in hit]
    ser=pd.Series(imp,index=pd.MultiIndex.from_tuples([I[i] for i in hit],names=['region','sector']),dtype=float)
    common=dict(impact=ser,occurrence=g['occurrence'],duration=g['duration'],name='e',event_monetary_factor=10**6)
    rs=None
    if g['shock']=='arbitrary':
        common.pop('event_monetary_factor'); e=ev.from_series(event_type='arbitrary',recovery_tau=g['tau'],recovery_function=g['recovery_function'],**common)
    elif g['shock']=='recovery': e=ev.from_series(event_type='recovery',recovery_tau=g['tau'],recovery_function=g['recovery_function'],**common)
    else:
        rs=s-1
        e=ev.from_series(event_type='rebuild',rebuild_tau=g['tau'],rebuilding_sectors={S[rs]:1.0},rebuilding_factor=g['rebuilding_factor'],**common)
    sim=Simulation(model,n_temporal_units_to_sim=g['days'],register_stocks=True); sim.add_event(e)
    sim.loop()
    os.makedirs(out,exist_ok=True)
    np.savetxt(out+'/Z.csv',Z,delimiter=',',fmt='%.17g');np.savetxt(out+'/Y.csv',Y,delimiter=',',fmt='%.17g');np.savetxt(out+'/x.csv',x,fmt='%.17g')
    for k in ['production_realised','production_capacity','final_demand_unmet','rebuild_prod']:
        t=getattr(sim,k); t.columns=['|'.join(map(str,q)) for q in t.columns]; t.to_parquet(f'{out}/{k}.parquet')
    t=sim.inputs_stocks; t.columns=['|'.join(map(str,q)) for q in t.columns]; t.reset_index().to_parquet(f'{out}/inputs_stocks.parquet')
    json.dump(dict(args=g,n_regions=m,n_sectors=s,n_industries=n,shock=dict(type=g['shock'],industries=hit,impact=imp,tau=g['tau'],rebuilding_sector=rs,rebuilding_factor=g['rebuilding_factor'],recovery_function=g['recovery_function'],occurrence=g['occurrence'],duration=g['duration'])),open(out+'/run.json','w'),indent=1)
V={'base':dict(model='base',shock='arbitrary'),'base_reb':dict(model='base',shock='rebuild'),'sparse':dict(density=.3,shock='arbitrary',seed=3),'fd2':dict(fd_cat=2,shock='recovery',order_type='noalt'),
'concave':dict(recovery_function='concave'),'convexe':dict(recovery_function='convexe'),'cxn':dict(recovery_function='convexe noscale'),'deep':dict(size=.9,inv_days=4,shock='arbitrary',days=300),'occ1':dict(occurrence=1,shock='recovery',duration=1,tau=3),
'arbcx':dict(shock='arbitrary',recovery_function='convexe'),'arbcc':dict(shock='arbitrary',recovery_function='concave'),'factor':dict(shock='rebuild',rebuilding_factor=1.5,days=300),'inv1':dict(inv_days=1,shock='arbitrary'),'one':dict(regions=1,sectors=6,shock='rebuild',order_type='noalt'),'big':dict(regions=6,sectors=9,n_hit=12,size=.7,shock='rebuild',days=400,inv_days=30)}
for k in sys.argv[1:] or V:
    try: main('/tmp/netpy/cases/'+k,**V[k]); print(k,'ok')
    except Exception as ex:
        import traceback; print("".join(traceback.format_exc().splitlines(True)[-3:])); print(k,type(ex).__name__,ex)
