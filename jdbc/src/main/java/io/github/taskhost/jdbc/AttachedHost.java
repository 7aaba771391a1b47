package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.jdbc.node.NodeListener;
import io.github.taskhost.jdbc.recovery.Recovery;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.spi.JournaledHost;
import org.jspecify.annotations.Nullable;

/**
 * The host of a journal, with the parts that give tasks and notices to it. Without a host
 * yet, calls have no effect. Thread-safe.
 */
final class AttachedHost implements NodeListener {

	private final PendingReports reports;

	private volatile @Nullable JournaledHost host;

	private volatile @Nullable Served served;

	AttachedHost(PendingReports reports) {
		this.reports = reports;
	}

	/** Notes the host, which is told of a fencing from now on. */
	void attach(JournaledHost attached) {
		this.host = attached;
	}

	/** Starts the parts that call the host. */
	void start(Served parts) {
		this.served = parts;
		parts.start();
	}

	private Optional<Served> served() {
		return Optional.ofNullable(this.served);
	}

	private Optional<Recovery> recovery() {
		return served().map(Served::recovery);
	}

	void stop() {
		served().ifPresent(Served::stop);
	}

	/** Claims tasks as soon as possible. */
	void hurry() {
		recovery().ifPresent(Recovery::hurry);
	}

	/** Claims tasks as soon as possible if there is room for one of a kind. */
	void hurryFor(String kind) {
		recovery().ifPresent((claiming) -> claiming.hurryFor(kind));
	}

	/** Claims no tasks while the host stops or is stopped. */
	void pause(boolean pauses) {
		recovery().ifPresent((claiming) -> claiming.pause(pauses));
	}

	/** The time for which notices may have waited; zero while there are no others. */
	Duration inboxAge() {
		return served().map((parts) -> parts.inbox().age()).orElse(Duration.ZERO);
	}

	@Override
	public void fenced(UUID node) {
		this.reports.clear();
		JournaledHost attached = this.host;
		if (attached != null) {
			attached.fenced();
		}
	}

	@Override
	public void expired(List<UUID> nodes) {
		recovery().ifPresent((claiming) -> claiming.add(nodes));
	}

	@Override
	public void joined() {
		served().ifPresent(Served::joined);
	}

	@Override
	public int running() {
		JournaledHost attached = this.host;
		return (attached != null) ? attached.running() : 0;
	}

	@Override
	public boolean isDraining() {
		JournaledHost attached = this.host;
		return attached != null && attached.isDraining();
	}

}
