export { type AppOptions, createApp } from './app.js';
export { exportApp } from './export-app.js';
export { isLoopback } from './host-guard.js';
export { DEFAULT_PORT, type ListenOptions, listen, type RunningServer } from './listen.js';
export { type ServedModel, type ServedModels, servedModelFolder } from './served-models.js';
