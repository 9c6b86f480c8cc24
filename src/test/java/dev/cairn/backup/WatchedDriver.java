package dev.cairn.backup;

import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageDriver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Drivers that tell of each change that the backup makes to the file of a shard, before and after
 * it; all else they pass on. As thread-safe as what they stand before.
 */
final class WatchedDriver {

  private WatchedDriver() {}

  /** One over another; steps are told on the thread that makes them. */
  static StorageDriver over(StorageDriver driver, Consumer<String> onStep) {
    return passing(
        StorageDriver.class,
        driver,
        answer ->
            answer instanceof ShardStore store
                ? passing(
                    ShardStore.class,
                    store,
                    inner ->
                        inner instanceof ReplicatedFile file ? new Watched(file, onStep) : inner)
                : answer);
  }

  /** Passes every call on, and changes what is answered. */
  private static <T> T passing(Class<T> type, T to, Function<Object, Object> change) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                Object answer = method.invoke(to, arguments);
                return answer == null ? null : change.apply(answer);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
    return type.cast(proxy);
  }

  private record Watched(ReplicatedFile file, Consumer<String> onStep) implements ReplicatedFile {

    @Override
    public Path database() {
      return file.database();
    }

    @Override
    public Path log() {
      return file.log();
    }

    @Override
    public Path notes() {
      return file.notes();
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long epoch() {
      return file.epoch();
    }

    @Override
    public void leaveLog() {
      file.leaveLog();
    }

    @Override
    public boolean beginEpoch(long number) {
      onStep.accept("before the epoch is noted");
      boolean empty = file.beginEpoch(number);
      onStep.accept("after the epoch was noted");
      return empty;
    }

    @Override
    public void removeNotes() {
      onStep.accept("before the notes are removed");
      file.removeNotes();
      onStep.accept("after the notes were removed");
    }

    @Override
    public void takeLogBack() {
      onStep.accept("before the log is taken back");
      file.takeLogBack();
      onStep.accept("after the log was taken back");
    }
  }
}
