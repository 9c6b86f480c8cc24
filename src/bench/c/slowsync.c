/*
 * A disk that takes longer to sync: loaded before the C library, it has every fsync and fdatasync
 * wait for CAIRN_BENCH_SYNC_MILLIS before it goes on to the disk, and counts them.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long syncs;

/* How many files were synced since the process began. */
long cairn_bench_syncs(void) { return __atomic_load_n(&syncs, __ATOMIC_SEQ_CST); }

static void wait_for_the_disk(void) {
  const char *millis = getenv("CAIRN_BENCH_SYNC_MILLIS");
  long wanted = millis ? atol(millis) : 0;
  struct timespec left = {wanted / 1000, wanted % 1000 * 1000000L};
  while (nanosleep(&left, &left) == -1 && errno == EINTR) {
  }
  __atomic_add_fetch(&syncs, 1, __ATOMIC_SEQ_CST);
}

int fsync(int file) {
  wait_for_the_disk();
  return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
  wait_for_the_disk();
  return (int)syscall(SYS_fdatasync, file);
}
