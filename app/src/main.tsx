import { render } from 'preact';
import { App } from './app.js';
import { openFirstSample } from './state/first-sample.js';

render(<App />, document.getElementById('app')!);
openFirstSample(new URLSearchParams(location.search).get('sample'));
