# One thread, whose memory is kept once taken: otherwise every step pays for its pages again. Sourced by the recipes.
export OMP_NUM_THREADS=1 MALLOC_MMAP_THRESHOLD_=8000000000 MALLOC_TRIM_THRESHOLD_=16000000000 MALLOC_TOP_PAD_=50000000
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1
