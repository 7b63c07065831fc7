// Days as the core writes them (ISO 8601), as places on an axis. No clock and no time zone: all is UTC.

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Milliseconds of a day since 1970 in UTC, or null when the text is not a day. */
export function day(text: string): number | null {
  const parts = ISO.exec(text);
  if (!parts) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const time = Date.UTC(year, month - 1, date);
  const back = new Date(time);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === date ? time : null;
}

/** The day before; a text that is no day stays. */
export function dayBefore(text: string): string {
  const time = day(text);
  return time === null ? text : new Date(time - 86_400_000).toISOString().slice(0, 10);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A month on an axis. Whole days are printed as the core writes them, in ISO form. */
export function sayMonth(time: number, language: string): string {
  const month = new Date(time).getUTCMonth();
  if (language === "en") return MONTHS[month] ?? "";
  return `${month + 1}${language === "ko" ? "월" : "月"}`;
}

/** The week that holds a day: index into `weeks` (ISO Mondays, ascending); null when outside the window. */
export function weekOf(weeks: readonly string[], text: string): number | null {
  const time = day(text);
  const first = day(weeks[0] ?? "");
  if (time === null || first === null) return null;
  const index = Math.floor((time - first) / (7 * 86_400_000));
  return index >= 0 && index < weeks.length ? index : null;
}

const WEEKS_A_MONTH = 52 / 12;

export interface Tick { index: number; label: string; major: boolean }

/**
 * Ticks of the week axis: the first week of each year (major), and of each quarter or month (minor) where there is room.
 * `room` is the width of a week in pixels.
 */
export function weekTicks(weeks: readonly string[], room: number, language: string): Tick[] {
  const ticks: Tick[] = [];
  const step = room * WEEKS_A_MONTH >= 40 ? 1 : 3;
  let seen = "";
  weeks.forEach((week, index) => {
    const time = day(week);
    if (time === null) return;
    // A week belongs to the month in which most of it lies: that of its Thursday (ISO 8601).
    const thursday = new Date(time + 3 * 86_400_000);
    const month = thursday.getUTCMonth();
    const key = `${thursday.getUTCFullYear()}-${Math.floor(month / step)}`;
    if (key === seen) return;
    const opening = seen === "";
    seen = key;
    if (month === 0) ticks.push({ index, label: String(thursday.getUTCFullYear()), major: true });
    else if (!opening && room * WEEKS_A_MONTH * step >= 34) ticks.push({ index, label: sayMonth(thursday.getTime(), language), major: false });
  });
  return ticks;
}
