/** A file holds no video that can be decoded; the message completes a sentence that begins with the file's name. */
export class UndecodableError extends Error {}
