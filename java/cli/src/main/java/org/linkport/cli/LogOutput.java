/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;

/** Where log lines go. A {@code logback.configurationFile} of the user's own is left alone. */
public final class LogOutput {
    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{24}: %msg%n";
    private static final String COLOURED = "%d{HH:mm:ss.SSS} %highlight(%-5level) %gray([%thread] %logger{24}:) %msg%n";
    private static final int CONSOLE_QUEUE = 1_024;

    private LogOutput() {}

    /** A client: nothing below a warning, on standard error. */
    public static void ofClient() {
        if (!isOfTheUser()) {
            Logger root = fresh(Level.WARN);
            root.addAppender(console(root.getLoggerContext()));
        }
    }

    /** A server: standard error, in colour by level if that is a terminal. */
    public static void ofServer(org.slf4j.event.Level level) {
        if (!isOfTheUser()) {
            Logger root = fresh(Level.convertAnSLF4JLevel(level));
            root.addAppender(neverBlocking(root.getLoggerContext(), console(root.getLoggerContext())));
        }
    }

    /** Log lines go there, too; starts it. */
    public static void add(Appender<ILoggingEvent> appender) {
        appender.setContext(context());
        appender.start();
        root().addAppender(appender);
    }

    /**
     * And a file, of which a new one is begun each day and when it has reached a size; the old ones are compressed.
     *
     * @param files the file that is written now; the others get the day and a number behind their name
     * @param maxFileBytes when a new one is begun
     * @param keepDays for how many days they are kept
     */
    public record RollingFile(Path files, long maxFileBytes, int keepDays) {
        /**
         * Adds it.
         *
         * @throws CommandFailure if it cannot be written
         */
        public void add() {
            checkWritable();
            LoggerContext context = context();
            RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
            appender.setContext(context);
            appender.setName("file");
            appender.setFile(files.toString());
            appender.setEncoder(encoder(context, LINE));
            SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
            policy.setContext(context);
            policy.setParent(appender);
            policy.setFileNamePattern(files + ".%d{yyyy-MM-dd}.%i.gz");
            policy.setMaxFileSize(new FileSize(maxFileBytes));
            policy.setMaxHistory(keepDays);
            policy.start();
            appender.setRollingPolicy(policy);
            appender.start();
            root().addAppender(appender);
        }

        private void checkWritable() {
            try {
                Path folder = files.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                Files.newByteChannel(
                                files, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)
                        .close();
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.USAGE, "the log file '" + files + "' cannot be written: " + SystemReason.of(e), e);
            }
        }
    }

    /** Writes out what is waiting. Nothing is logged afterwards. */
    public static void end() {
        context().stop();
    }

    private static boolean isOfTheUser() {
        return System.getProperty("logback.configurationFile") != null;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Logger root() {
        return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static Logger fresh(Level level) {
        context().reset();
        root().setLevel(level);
        return root();
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }

    private static Appender<ILoggingEvent> console(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, Ansi.AUTO.enabled() ? COLOURED : LINE));
        console.start();
        return console;
    }

    /** Text that is being selected in a Windows console stops who writes to it; workers must not be among those. */
    private static Appender<ILoggingEvent> neverBlocking(LoggerContext context, Appender<ILoggingEvent> target) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName("console-queue");
        async.setQueueSize(CONSOLE_QUEUE);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(target);
        async.start();
        return async;
    }
}
