/** Runs in the page before its own scripts: counts what a user would feel. */
export function installMeters() {
  const meters = {
    /** Tasks of more than 50 ms, in which the page answers nothing: when they began and how long they took, ms. */
    longTasks: [],
    /** When the chart of the time course was drawn, ms. */
    chartDraws: [],
    /** When the screen was drawn, ms. */
    screenDraws: [],
    /** What the page did for each picture of the screen, ms. */
    frameWork: [],
  };
  globalThis.meters = meters;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) meters.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });

  const clearRect = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function clear(...area) {
    if (this.canvas.closest('.course-upper')) meters.chartDraws.push(performance.now());
    return clearRect.apply(this, area);
  };

  const request = globalThis.requestAnimationFrame.bind(globalThis);
  const waiting = new Map();
  let last = 0;
  globalThis.requestAnimationFrame = (callback) => {
    waiting.set(++last, callback);
    return last;
  };
  globalThis.cancelAnimationFrame = (id) => waiting.delete(id);
  const draw = (now) => {
    request(draw);
    meters.screenDraws.push(now);
    const began = performance.now();
    const callbacks = [...waiting.values()];
    waiting.clear();
    for (const callback of callbacks) callback(now);
    meters.frameWork.push(performance.now() - began);
  };
  request(draw);
}

/** Forget what was counted so far. */
export function resetMeters() {
  for (const values of Object.values(globalThis.meters)) values.length = 0;
}
