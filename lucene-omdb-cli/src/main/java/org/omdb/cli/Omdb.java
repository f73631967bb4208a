// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.console.ExitStatus;
import org.omdb.cli.console.Interruption;
import org.omdb.cli.console.Printable;
import org.omdb.cli.console.StandardOutput;
import org.omdb.cli.demo.Demo;
import org.omdb.cli.export.ExportCommand;
import org.omdb.cli.imports.ImportCommand;
import org.omdb.cli.index.DeleteCommand;
import org.omdb.cli.index.GetCommand;
import org.omdb.cli.index.SearchCommand;
import org.omdb.cli.inspect.Inspect;
import org.omdb.cli.inspect.Verify;
import org.omdb.cli.map.MapCommand;
import org.omdb.cli.shell.ShellCommand;
import org.omdb.cli.upgrade.UpgradeCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code omdb} command: results go to standard output, everything else to standard error.
 *
 * <p>A subcommand is a {@code Callable<Integer>} that returns {@link ExitStatus#DONE} or {@link
 * ExitStatus#FAILED}, or throws a {@link CommandFailure}. It prints to the writers of its command
 * line only. A new one is added to {@code COMMANDS}, {@link #command}, {@code ITStandardStreams}
 * and {@code docs/CLI.md}.
 */
@Command(
    name = "omdb",
    description = "Vectors and their string ids in Lucene segments, in the OMDB layout.",
    versionProvider = Omdb.Version.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:the data is damaged, a check failed, or reading or writing failed",
      "2:wrong usage",
      "130:a command of the shell was interrupted",
      "141:the program that read the output has ended"
    })
public final class Omdb implements Callable<Integer> {

  /** Kept in a field, because a logger that is garbage collected forgets its level. */
  private static final Logger LUCENE_LOG = Logger.getLogger("org.apache.lucene");

  /** In the order of the help; {@link #command} makes them. */
  private static final List<String> COMMANDS =
      List.of(
          "import",
          "export",
          "search",
          "get",
          "delete",
          "map",
          "upgrade",
          "inspect",
          "verify",
          "shell",
          "demo",
          "generate-completion");

  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final String LOCALE_CHARSET = System.getProperty("sun.jnu.encoding");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error, and what Lucene logs.")
  private boolean debug;

  private Omdb() {}

  /**
   * Runs the command and ends the JVM.
   *
   * @param args as typed
   */
  public static void main(String[] args) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.setErr(err);
    System.setOut(err); // what a library may print is no result
    System.exit(run(StandardOutput.ofProcess(), Printable.writer(err, true), args));
  }

  /** Whether Java lost characters of the arguments, as in a locale without them. */
  private static boolean isGarbled(String... args) {
    return UTF_8.equals(LOCALE_CHARSET) == false
        && Arrays.stream(args).anyMatch(argument -> argument.indexOf('\uFFFD') >= 0);
  }

  static int run(StandardOutput out, PrintWriter err, String... args) {
    CommandLine commandLine = commandLine(args);
    commandLine.setOut(out.writer());
    commandLine.setErr(err);
    if (isGarbled(args)) {
      Explanations.printError(
          err,
          "an argument is not readable, because this locale's characters are "
              + LOCALE_CHARSET
              + ": start the command by the script omdb, or set LC_ALL=C.UTF-8");
      return ExitStatus.USAGE;
    }
    return out.end(commandLine.execute(args), err); // which says what could not be written
  }

  /**
   * The command, for a caller in the same JVM that wants its exit status and its output.
   *
   * @param args what will be executed, if that is known: then only the command in question is made
   * @return a new instance
   */
  public static CommandLine commandLine(String... args) {
    Omdb omdb = new Omdb();
    CommandLine commandLine = new CommandLine(omdb);
    for (String name : needed(args)) {
      commandLine.addSubcommand(name, command(name));
    }
    commandLine.setExecutionStrategy(omdb::execute);
    Explanations explanations = new Explanations(() -> omdb.debug);
    commandLine.setParameterExceptionHandler(explanations);
    commandLine.setExecutionExceptionHandler(explanations);
    return commandLine;
  }

  /** Making all commands takes most of the time of a start. */
  private static List<String> needed(String... args) {
    String first = args.length == 0 ? "" : args[0];
    boolean isVersion = args.length == 1 && (first.equals("--version") || first.equals("-V"));
    boolean isOne = COMMANDS.contains(first) && first.equals("generate-completion") == false;
    return isVersion ? List.of() : isOne ? List.of(first) : COMMANDS;
  }

  private static Object command(String name) {
    return switch (name) {
      case "import" -> new ImportCommand();
      case "export" -> new ExportCommand();
      case "search" -> new SearchCommand();
      case "get" -> new GetCommand();
      case "delete" -> new DeleteCommand();
      case "map" -> new MapCommand();
      case "upgrade" -> new UpgradeCommand();
      case "inspect" -> new Inspect();
      case "verify" -> new Verify();
      case "shell" -> new ShellCommand(Omdb::commandLine);
      case "demo" -> new Demo();
      case "generate-completion" -> new AutoComplete.GenerateCompletion();
      default -> throw new AssertionError(name);
    };
  }

  /** Called when there is no subcommand. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitStatus.USAGE;
  }

  private int execute(CommandLine.ParseResult parsed) {
    // Lucene logs at INFO which SIMD code it found. Here that is clutter.
    LUCENE_LOG.setLevel(debug ? Level.INFO : Level.WARNING);
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (@SuppressWarnings("unused") StandardOutput.Failed | Interruption.Interrupted e) {
      // Of --help; picocli would print the stack trace.
      return ExitStatus.FAILED;
    } catch (
        @SuppressWarnings("unused")
        OutOfMemoryError e) {
      Explanations.printError(
          spec.commandLine().getErr(),
          "out of memory; give more with OMDB_JAVA_OPTS=-Xmx4g or the like");
      return ExitStatus.FAILED;
    }
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Omdb.class.getPackage().getImplementationVersion();
      return new String[] {
        "omdb " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.home")
      };
    }
  }
}
