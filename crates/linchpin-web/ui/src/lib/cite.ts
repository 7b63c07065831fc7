// A run as an entry of a bibliography. In: what the run says of itself. Out: BibTeX whose braces always balance.
import type { Report } from "./report";

const escaped = (text: string) => text.replace(/[{}\\]/g, "").replace(/([&%$#_])/g, "\\$1");

export function bibtex(id: string, study: Report["study"], run: Report["run"]): string {
  const year = /\((\d{4})\)/.exec(run.citation)?.[1] ?? "";
  return `@software{${id.replace(/[^A-Za-z0-9-]/g, "")},
  author = {{The Linchpin authors}},
  title = {${escaped(`Linchpin: ${study.title}`)}},
  year = {${year}},
  version = {${escaped(run.version)}},
  note = {${escaped(`run ${run.digest}, seed ${run.seed}, ${run.members} draws, world ${run.world.name}; ${run.reproduce}`)}}
}
`;
}
