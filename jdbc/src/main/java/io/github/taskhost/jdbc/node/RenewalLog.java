package io.github.taskhost.jdbc.node;

import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log of the renewals that fail: of those in a row the first, and the end. Used by
 * the heartbeat thread.
 */
final class RenewalLog {

	private static final Logger log = LoggerFactory.getLogger(NodeLease.class);

	/** The heartbeats that failed in a row. */
	private int failed;

	void failed(UUID node, Throwable ex) {
		log.atLevel((this.failed++ == 0) ? Level.WARN : Level.DEBUG)
			.log("The lease of worker {} could not be renewed, and is tried again: {}", node, ex.toString());
	}

	void renewed(UUID node) {
		if (this.failed > 0) {
			log.info("The lease of worker {} is renewed again, after {} failed tries", node, this.failed);
			this.failed = 0;
		}
	}

	void forget() {
		this.failed = 0;
	}

}
