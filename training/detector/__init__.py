"""The face detector: anchor-free, depthwise-separable, five keypoints."""
