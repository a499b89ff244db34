// Follow the faces of a video and say when an expression changes: node examples/follow-video/index.mjs samples/clip.mp4
import { loadAffectDetector } from 'affect-detect/node';

const detector = await loadAffectDetector();
const last = new Map();
try {
  for await (const { timestamp, faces } of detector.detectStream(process.argv[2], { fps: 5 })) {
    for (const { trackId, expression } of faces) {
      if (expression === last.get(trackId)) continue;
      last.set(trackId, expression);
      console.log(`${timestamp.toFixed(1)} s  face ${trackId}: ${expression ?? 'uncertain'}`);
    }
  }
} finally {
  await detector.dispose();
}
