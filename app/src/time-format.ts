/** A moment as the page shows it: `1:02.4`, `1:00:02.4`. */
export function formatTime(seconds: number, decimals = 1): string {
  const unit = 10 ** decimals;
  // Rounded before it is cut up, or 59.96 would read 0:60.0.
  const parts = Math.round(Math.abs(seconds) * unit);
  const whole = Math.floor(parts / unit);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, '0');
  const fraction = decimals > 0 ? `.${String(parts % unit).padStart(decimals, '0')}` : '';
  const clock = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}` : String(minutes);
  return `${seconds < 0 && parts > 0 ? '−' : ''}${clock}:${rest}${fraction}`;
}

/** A length of time: `3.25 s`, from a minute on `1:02 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${formatTime(seconds, 0)} ${seconds < 3600 ? 'min' : 'h'}`;
}
