/** Does one thing after the other. */
export class TaskQueue {
  /** Ends with the last task that was added. */
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the task gives, once those before it are done */
  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    // Whoever waits for this task hears of its failure; the next one is none the worse for it.
    this.#last = result.catch(() => {});
    return result;
  }
}
