/**
 * A file name with the time in it, which sorts by time: `webcam-20261122-151503-042.png`.
 * @param extension without a point
 */
export function stampedName(extension: string, date: Date = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  return `webcam-${day}-${time}-${String(date.getMilliseconds()).padStart(3, '0')}.${extension}`;
}
