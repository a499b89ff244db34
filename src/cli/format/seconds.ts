/** A time for people: `9.5 s`, `2:05`, `1:02:05`; `-` where there is none. */
export function seconds(time: number | null): string {
  if (time === null) return '-';
  if (time < 59.95) return `${time.toFixed(1)} s`;
  const whole = Math.round(time);
  const two = (n: number) => String(n % 60).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes)}:${two(whole)}`;
}
