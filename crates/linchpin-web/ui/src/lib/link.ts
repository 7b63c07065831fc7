// Addresses from data as links. In: any text. Out: an http(s) address, or null for everything else (scripts, files, nonsense).

export function webLink(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}
