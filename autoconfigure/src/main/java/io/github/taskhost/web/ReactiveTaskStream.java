package io.github.taskhost.web;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Operators;

/**
 * Sends a stream to a subscriber, on a virtual thread that waits for its requests.
 * {@code demand} and {@code cancelled} are guarded by {@code lock}.
 */
final class ReactiveTaskStream {

	private static final Logger logger = LoggerFactory.getLogger(ReactiveTaskStream.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final TaskStream stream;

	private final FluxSink<ServerSentEvent<Object>> sink;

	private long demand;

	private boolean cancelled;

	ReactiveTaskStream(TaskStream stream, FluxSink<ServerSentEvent<Object>> sink) {
		this.stream = stream;
		this.sink = sink;
	}

	void start() {
		this.sink.onDispose(this::cancel);
		this.sink.onRequest(this::request);
		Thread.ofVirtual().name("taskhost-stream").inheritInheritableThreadLocals(false).start(this::run);
	}

	private void run() {
		try {
			this.stream.sendTo(this::send);
			this.sink.complete();
		}
		catch (IOException ex) {
			logger.debug("The subscriber of a stream has cancelled", ex);
		}
		catch (InterruptedException | RuntimeException ex) {
			this.sink.error(ex);
		}
	}

	private void send(StreamPart part) throws IOException, InterruptedException {
		awaitDemand();
		ServerSentEvent.Builder<Object> event = ServerSentEvent.builder();
		if (part.id() != null) {
			event.id(part.id());
		}
		if (part.name() != null && part.data() != null) {
			event.event(part.name()).data(part.data());
		}
		else {
			event.comment(StreamPart.COMMENT);
		}
		this.sink.next(event.build());
	}

	private void awaitDemand() throws IOException, InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.demand == 0 && !this.cancelled) {
				this.changed.await();
			}
			if (this.cancelled) {
				throw new ClosedChannelException();
			}
			this.demand--;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void request(long number) {
		this.lock.lock();
		try {
			this.demand = Operators.addCap(this.demand, number);
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void cancel() {
		this.lock.lock();
		try {
			this.cancelled = true;
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
		this.stream.close();
	}

}
