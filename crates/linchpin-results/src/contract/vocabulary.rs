//! Our own words in three languages: English, Korean and Chinese, in the order of the columns.

/// What a row measures: variables that are added up.
pub(crate) const MEASURES: [[&str; 3]; 14] = [
    ["output", "생산", "产量"],
    ["shipments", "출하", "出货量"],
    ["revenue", "매출", "收入"],
    ["export value", "수출액", "出口额"],
    ["short-run real income", "단기 실질소득", "短期实际收入"],
    ["medium-run real income", "중기 실질소득", "中期实际收入"],
    ["long-run real income", "장기 실질소득", "长期实际收入"],
    ["short-run exports", "단기 수출", "短期出口"],
    ["medium-run exports", "중기 수출", "中期出口"],
    ["long-run exports", "장기 수출", "长期出口"],
    ["value added", "부가가치", "增加值"],
    ["gross output", "총산출", "总产出"],
    ["contract price", "고정거래가격", "合约价"],
    ["spot price", "현물가격", "现货价"],
];

/// What takes a loss: the channels of the engine and the causes of the levers.
pub(crate) const CAUSES: [[&str; 3]; 26] = [
    ["tools not replaced", "교체되지 않은 장비", "设备未更换"],
    ["missing spare parts", "예비 부품 부족", "备件短缺"],
    ["missing upgrades", "공정 전환 차질", "制程升级受阻"],
    ["missing vendor service", "장비사 서비스 부족", "缺少设备商服务"],
    ["no new capacity", "신규 설비 없음", "无新增产能"],
    ["outage", "가동 중단", "停产"],
    ["expansion", "증설", "扩产"],
    ["procurement ban", "구매 금지", "采购禁令"],
    ["export control", "수출 통제", "出口管制"],
    ["export control on products", "제품 수출 통제", "产品出口管制"],
    ["backfill cap", "대체 공급 제한", "补供限制"],
    ["weaker demand", "수요 감소", "需求减弱"],
    ["makers' own cuts", "제조사의 자체 감산", "厂商自行减产"],
    ["subsidy guardrail", "보조금 가드레일", "补贴护栏条款"],
    ["none", "없음", "无"],
    ["award with guardrail", "가드레일이 붙은 보조금", "附护栏条款的补贴"],
    ["request not to backfill", "대체 공급 자제 요청", "不补供请求"],
    ["change of demand", "수요 변화", "需求变化"],
    ["export licences on materials", "소재 수출 허가", "材料出口许可"],
    ["tariff", "관세", "关税"],
    ["further duty", "추가 관세", "加征关税"],
    ["costlier trade", "교역 비용 상승", "贸易成本上升"],
    ["trade ban", "교역 금지", "贸易禁令"],
    ["production stop", "생산 중단", "停止生产"],
    ["cut deliveries", "공급 축소", "供货削减"],
    ["market response", "시장 반응", "市场反应"],
];

/// Places that act or buy, by the world's names.
pub(crate) const PLACES: [[&str; 3]; 26] = [
    ["United States", "미국", "美国"],
    ["China", "중국", "中国"],
    ["China (mainland)", "중국 본토", "中国大陆"],
    ["China with Hong Kong (aggregate)", "중국(홍콩 포함)", "中国（含香港）"],
    ["Hong Kong", "홍콩", "香港"],
    ["Republic of Korea", "한국", "韩国"],
    ["South Korea", "한국", "韩国"],
    ["Japan", "일본", "日本"],
    ["Netherlands", "네덜란드", "荷兰"],
    ["Taiwan", "대만", "台湾"],
    ["Germany", "독일", "德国"],
    ["Singapore", "싱가포르", "新加坡"],
    ["Malaysia", "말레이시아", "马来西亚"],
    ["Viet Nam", "베트남", "越南"],
    ["Russia", "러시아", "俄罗斯"],
    ["Ukraine", "우크라이나", "乌克兰"],
    ["European Union", "유럽연합", "欧盟"],
    ["Europe (aggregate)", "유럽", "欧洲"],
    ["South-East Asia (aggregate)", "동남아시아", "东南亚"],
    ["Rest of the world", "그 밖의 세계", "世界其他地区"],
    ["World", "세계", "全球"],
    ["Korea", "한국", "韩国"],
    ["Rest of the European Union", "그 밖의 유럽연합", "欧盟其他国家"],
    ["Canada and Mexico", "캐나다와 멕시코", "加拿大和墨西哥"],
    ["The world", "세계", "全世界"],
    ["the world", "세계", "全世界"],
];

/// Every word of these tables in its three languages.
pub(crate) fn entries() -> impl Iterator<Item = [&'static str; 3]> {
    MEASURES.into_iter().chain(CAUSES).chain(PLACES)
}
