import { signal } from '@preact/signals';

/** Whether the list of keys is on show. */
export const isHelpOpen = signal(false);
