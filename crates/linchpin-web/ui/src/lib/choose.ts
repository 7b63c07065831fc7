// Which series the fan chart shows. In: the report, a scenario, the reader's wish. Out: entities, variables, one series.
// Invariant: the choice is always one that the scenario has; a wish that it lacks falls back to the nearest it has.
import { unitName } from "./numbers";
import { inWords, type Loss, type Report, type Series } from "./report";

export interface Choice { key: string; entity: string; name: string; level: string; label: string; series: Series }

export function seriesKey(row: Series): string {
  return [row.level, row.entity, row.product ?? "", row.variable].join("/");
}

/** The variable in words, with the product unless the entity's name or id already says it, and the unit where words repeat. */
function labelOf(row: Series): string {
  const product = row.product === null || row.product === row.entity ? "" : inWords(row.product);
  const unit = row.unit.startsWith("USD") ? `, ${unitName(row.unit)}` : "";
  const words = row.name.toLowerCase().includes(product.toLowerCase()) ? row.label : `${row.label} (${product})`;
  return words + unit;
}

export function choices(report: Report, scenario: string): Choice[] {
  return report.series
    .filter((row) => row.scenario === scenario)
    .map((row) => ({
      key: seriesKey(row),
      entity: `${row.level}/${row.entity}`,
      name: row.name,
      level: row.level,
      label: labelOf(row),
      series: row,
    }));
}

/** Entities in the order of the report, each once, by level. */
export function entities(list: readonly Choice[]): { level: string; members: { entity: string; name: string }[] }[] {
  const levels: { level: string; members: { entity: string; name: string }[] }[] = [];
  for (const { level, entity, name } of list) {
    let group = levels.find((g) => g.level === level);
    if (!group) levels.push((group = { level, members: [] }));
    if (!group.members.some((m) => m.entity === entity)) group.members.push({ entity, name });
  }
  return levels;
}

/** The wished series; else the headline entity's; else the same variable of anything; else the first. */
export function pick(list: readonly Choice[], wish: string | undefined, headline: Loss | undefined): Choice | undefined {
  return (
    list.find((c) => c.key === wish) ??
    list.find((c) => headline && c.series.entity === headline.entity && c.series.level === headline.level) ??
    list.find((c) => wish !== undefined && c.series.variable === wish.split("/").at(-1)) ??
    list[0]
  );
}

/** After the reader picks another entity: the same variable if that entity has it, else its first. */
export function ofEntity(list: readonly Choice[], entity: string, variable: string | undefined): Choice | undefined {
  const own = list.filter((c) => c.entity === entity);
  return own.find((c) => c.series.variable === variable) ?? own[0];
}
