package io.github.taskhost.local;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Collects the warnings and errors of one logger. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

	private final Logger logger;

	private final Level least;

	private LogLines(Logger logger, Level least) {
		this.logger = logger;
		this.least = least;
	}

	/** The warnings and errors of a class. */
	static LogLines of(Class<?> type) {
		return of(type, Level.WARN);
	}

	static LogLines of(Class<?> type, Level least) {
		LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(type), least);
		lines.start();
		lines.logger.addAppender(lines);
		return lines;
	}

	/** The messages so far. */
	List<String> warnings() {
		return List.copyOf(this.warnings);
	}

	/** The messages, to wait for. */
	BlockingQueue<String> queue() {
		return this.warnings;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel().isGreaterOrEqual(this.least)) {
			this.warnings.add(event.getFormattedMessage());
		}
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
	}

}
