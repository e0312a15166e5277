/** Days as whole numbers, so that they can be added and compared. */

const length = 86_400_000;

/** `2024-02-29` → its number. */
export const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / length;

/** A number → `2024-02-29`. */
export const dayText = (day: number): string => new Date(day * length).toISOString().slice(0, 10);

/** The day itself, or the Monday after a weekend. */
export const onWorkday = (day: number): number => {
  const weekday = new Date(day * length).getUTCDay();
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
};
