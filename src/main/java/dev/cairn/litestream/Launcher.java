package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Starts processes, each time from the beginning: what an earlier one left is put out of the way,
 * the program asked for its version, a configuration written. Any thread, but the process ends with
 * the thread that started it.
 */
final class Launcher {

  private final LitestreamSettings settings;
  private final Binary binary;
  private final ProcessRecords records;
  private final ScheduledExecutorService timer;
  private final Secrets secrets;
  private final Timing timing;
  private final Ticker ticker;

  Launcher(
      LitestreamSettings settings,
      ProcessRecords records,
      ScheduledExecutorService timer,
      Secrets secrets,
      Timing timing,
      Ticker ticker) {
    this.settings = settings;
    this.binary = new Binary(settings.binary(), System.getenv());
    this.records = records;
    this.timer = timer;
    this.secrets = secrets;
    this.timing = timing;
    this.ticker = ticker;
  }

  /**
   * Starts a process; it does not take calls yet.
   *
   * @param name of the thread that reads what it says
   * @throws IOException if it can't be started; its message is fit for users
   */
  Run launch(ChildLog log, String name) throws IOException, InterruptedException {
    RunDirectory.makeParent(settings.directory());
    records.endOthers();
    Path program = binary.checked();
    RunDirectory files =
        RunDirectory.make(settings.directory(), Path.of(System.getProperty("java.io.tmpdir")));
    List<String> command = new ArrayList<>(CommandPrefix.tethered());
    command.addAll(
        List.of(
            program.toString(),
            "replicate",
            "-no-expand-env",
            "-config",
            files.writeConfiguration().toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Configuration.apply(builder.environment(), settings);
    Process process = builder.start();
    CompactionWatch watch = new CompactionWatch(ticker);
    Run run =
        new Run(
            process,
            new Control(new ControlSocket(files.socket(), timer), secrets, watch),
            watch,
            files,
            records,
            log.follow(process.getInputStream(), name, watch),
            timing);
    try {
      records.add(process.toHandle(), program.toString());
    } catch (IOException e) {
      run.kill();
      throw e;
    }
    return run;
  }
}
