// The cumulative waterfall. In: causes with the part each adds. Out: bars from running total to running total, and the sum.
// Invariant: each bar starts where the one before ended, and the last ends at the sum.

export interface Step { name: string; value: number; from: number; to: number }

export function cumulate(steps: readonly { name: string; value: number }[]): { bars: Step[]; total: number } {
  let total = 0;
  const bars = steps.map(({ name, value }) => {
    const from = total;
    total += value;
    return { name, value, from, to: total };
  });
  return { bars, total };
}
