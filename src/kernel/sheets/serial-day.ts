/** Days as spreadsheets count them. */

const dayLength = 86_400_000;
const isoDay = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Largest serial: 9999-12-31. */
const lastSerial = 2_958_465;

/**
 * The day and time of a serial number. In the 1900 system day 1 is 1900-01-01 and day 60 a 29th of February that never
 * was, so days before 1 March count differently from those after; in the 1904 system day 0 is 1904-01-01.
 * `day` is null for what is no day that existed; `time` is null at midnight, else `HH:MM:SS`.
 */
export function daySerial(serial: number, date1904: boolean): { day: string | null; time: string | null } {
  let whole = Math.floor(serial);
  let seconds = Math.round((serial - whole) * 86_400);
  if (seconds === 86_400) {
    whole += 1;
    seconds = 0;
  }
  const time = seconds === 0 ? null : new Date(seconds * 1000).toISOString().slice(11, 19);
  if (whole < (date1904 ? 0 : 1) || whole > lastSerial) return { day: null, time };
  if (date1904) return { day: isoDay(Date.UTC(1904, 0, 1) + whole * dayLength), time };
  if (whole === 60) return { day: null, time };
  const origin = whole < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
  return { day: isoDay(origin + whole * dayLength), time };
}

/** The serial number of a day in the 1900 system; null before 1 March 1900, where spreadsheets disagree. */
export function serialOf(day: string): number | null {
  const serial = (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / dayLength;
  return Number.isInteger(serial) && serial > 60 && serial <= lastSerial ? serial : null;
}
