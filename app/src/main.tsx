import { render } from 'preact';
import { listenForMarkerKeys } from './annotations/marker-keys.js';
import { App } from './app.js';
import { loadSessions } from './sessions/saved-sessions.js';
import { openFirstSample } from './state/first-sample.js';

render(<App />, document.getElementById('app')!);
openFirstSample(new URLSearchParams(location.search).get('sample'));
listenForMarkerKeys();
loadSessions();
