"""An independent reading of the whole pipeline in NumPy, OpenCV and PyTorch, to compare the package with."""
