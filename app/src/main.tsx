import { render } from 'preact';
import { listenForMarkerKeys } from './annotations/marker-keys.js';
import { App } from './app.js';
import { listenForEscape } from './components/escape.js';
import { listenForShortcuts } from './keyboard/listen.js';
import { loadSessions } from './sessions/saved-sessions.js';
import { openFirstSample } from './state/first-sample.js';
import { launchOptions } from './state/launch-options.js';
import { keepForOffline } from './state/offline.js';
import { openStudyAt } from './study/study-run.js';

render(<App />, document.getElementById('app')!);
if (launchOptions.study === null) openFirstSample(launchOptions.sample, launchOptions.problems);
else openStudyAt(launchOptions.study);
listenForEscape();
listenForMarkerKeys();
listenForShortcuts();
loadSessions();
keepForOffline();
