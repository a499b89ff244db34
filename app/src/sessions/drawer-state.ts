import { signal } from '@preact/signals';

/** Whether the list of sessions is on show. */
export const isDrawerOpen = signal(false);
