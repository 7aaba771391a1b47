package io.github.taskhost.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;

/**
 * The log of the host: counts messages, and keeps those with an exception that neither
 * the storm threw nor a refusal is.
 */
final class Logs extends AppenderBase<ILoggingEvent> {

	private static final int MOST = 20;

	private static final Set<String> EXPECTED = Set.of(Deliberate.class.getName(), "java.lang.Exception",
			"java.lang.AssertionError", "java.lang.InterruptedException",
			"java.nio.channels.ClosedByInterruptException",
			"io.github.taskhost.local.executor.ControlCall$TimedOutException");

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	private final List<String> unexpected = new CopyOnWriteArrayList<>();

	@Override
	protected void append(ILoggingEvent event) {
		this.counts.computeIfAbsent(event.getLevel() + " " + event.getMessage(), (key) -> new LongAdder()).increment();
		IThrowableProxy thrown = event.getThrowableProxy();
		if (thrown != null && !isExpected(thrown.getClassName()) && this.unexpected.size() < MOST) {
			this.unexpected.add(event.getFormattedMessage() + ": " + thrown.getClassName() + ": " + thrown.getMessage()
					+ " at " + List.of(thrown.getStackTraceElementProxyArray()));
		}
	}

	private static boolean isExpected(String type) {
		return EXPECTED.contains(type) || type.startsWith("io.github.taskhost.error.");
	}

	List<String> unexpected() {
		return this.unexpected;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.counts.forEach((message, count) -> text.append("\n\t").append(count).append(" × ").append(message));
		return text.toString();
	}

}
