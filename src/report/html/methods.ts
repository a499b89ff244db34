import type { Provenance } from '../render-report.js';
import { html, type Markup } from './html.js';

/** What the figures mean, where they come from, and what they can't say. */
export function methods({ version, models }: Provenance): Markup {
  const madeBy =
    models.length > 0
      ? html`The expressions were read by ${models.join(', ')}.`
      : html`The files don’t name the models that read the expressions.`;
  return html`<section id="methods"><h2>Methods and limits</h2>
<h3>What is measured</h3>
<p>For each face in each frame, a neural network gives the probability of seven facial expressions: angry, disgust, fear, happy, sad, surprise and neutral. They are smoothed over time. A frame shows the most probable expression, or is “uncertain” where none reaches the threshold of the recording. ${madeBy} This report was made by affect-detect ${version}.</p>
<p>Each frame holds until the next one, for at most a second; a longer pause is a gap, which belongs to no expression. <em>Time share</em> is the part of the time with a face in which an expression was shown; for all faces together, two faces in view for a second count two seconds. The <em>95 % interval</em> comes from the spread between 10 to 19 consecutive parts of the recording (batch means), because neighbouring frames aren’t independent; under ten seconds of face there is none. It says how far the share may be from that of a longer recording of the same kind, not how often the network is wrong. An <em>episode</em> is an unbroken run of frames in one state; a <em>transition</em> is the change from one to the next while the face stays in view. <em>First after</em> counts from the first frame with the face; for all faces, from the start. <em>Valence</em> is the probability of happy minus that of the strongest of angry, disgust, fear and sad (−1 to 1). Means of groups count each recording once; their interval is Student’s, over the recordings.</p>
<h3>Expressions, not feelings</h3>
<p>What is read is how a face looks. A smile isn’t always joy, and a still face isn’t always calm: how people show what they feel differs between persons, cultures and situations (<a href="https://doi.org/10.1177/1529100619832930">Barrett et al. 2019</a>). Networks also err, more often for some groups of people, in bad light, from the side, and where a face is small or covered. Draw no conclusion about a single person from these figures.</p>
<h3>Privacy and law</h3>
<p>The video was analysed on one machine, and this report holds numbers only: no picture, no name, no request to another host. The number of a face says nothing about who somebody is. In the European Union, Article 5(1)(f) of the AI Act (Regulation (EU) 2024/1689) forbids inferring the emotions of people at the workplace and in education from such data, unless for medical or safety reasons; elsewhere, too, people who are recorded should know and agree.</p></section>`;
}
