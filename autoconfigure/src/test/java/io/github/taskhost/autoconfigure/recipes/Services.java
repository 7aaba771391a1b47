package io.github.taskhost.autoconfigure.recipes;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Services and values of the imaginary application whose code the recipes are.
 */
public final class Services {

	private Services() {
	}

	public record Order(String id) {
	}

	public record Decision(boolean live) {
	}

	public record Digest(String hex, boolean virtualThread) {
	}

	/** Calls of a service in their order, as a signal for the test. */
	public abstract static class Calls {

		private final BlockingQueue<Object> calls = new LinkedBlockingQueue<>();

		/**
		 * Waits for the next call.
		 * @return the argument of the call
		 */
		Object next() throws InterruptedException {
			Object call = this.calls.poll(20, TimeUnit.SECONDS);
			if (call == null) {
				throw new AssertionError("No call of " + getClass().getSimpleName() + " within 20 seconds");
			}
			return call;
		}

		/**
		 * Waits for a call that may be missing.
		 * @return its argument, or {@code null}
		 */
		@Nullable Object nextWithin(long milliseconds) throws InterruptedException {
			return this.calls.poll(milliseconds, TimeUnit.MILLISECONDS);
		}

		void forget() {
			this.calls.clear();
		}

		void called(@Nullable Object argument) {
			this.calls.add(String.valueOf(argument));
		}

	}

	public static class Mailer extends Calls {

		public void send(@Nullable Object mail) {
			called(mail);
		}

	}

	public static class Cache extends Calls {

		public void load() {
			called("loaded");
		}

	}

	public static class Importer extends Calls {

		public void load(List<String> rows, LongConsumer done) {
			for (int row = 1; row <= rows.size(); row++) {
				done.accept(row);
			}
		}

	}

	/** A service whose calls go on until their caller is cancelled. */
	public static class Crawler extends Calls {

		public void crawl(Runnable beforePage) {
			called("crawling");
			while (true) {
				beforePage.run();
				Thread.yield();
			}
		}

	}

	/** A service whose calls never end. */
	public static class Exporter extends Calls {

		public void export(List<String> rows) throws InterruptedException {
			called(rows);
			new CountDownLatch(1).await();
		}

	}

	/** A service whose first two calls fail. */
	public static class Partner extends Calls {

		private final AtomicInteger calls = new AtomicInteger();

		public void sync() {
			if (this.calls.incrementAndGet() <= 2) {
				throw new IllegalStateException("partner is down");
			}
			called("synced");
		}

		@Override
		void forget() {
			super.forget();
			this.calls.set(0);
		}

	}

	public static class Indexer extends Calls {

		public int index(String part) {
			called(part);
			return part.length();
		}

	}

	public static class Site extends Calls {

		public void publish(Decision decision) {
			called(decision);
		}

	}

	/** A remote system whose jobs are done when they are looked at for the third time. */
	public static class Converter extends Calls {

		private final AtomicInteger looks = new AtomicInteger();

		public boolean isDone(String job) {
			called(job);
			return this.looks.incrementAndGet() == 3;
		}

	}

	public static class Feed extends Calls {

		public void poll() {
			called("polled");
		}

	}

	public static class Digests extends Calls {

		public Digest of(String text) {
			return new Digest(Integer.toHexString(text.hashCode()), Thread.currentThread().isVirtual());
		}

	}

	public static class Archive extends Calls {

		public void store(Object value) {
			called(value);
		}

	}

	/** A printer without paper: its calls end by interrupt. */
	public static class Printer extends Calls {

		public void print(Order order) throws InterruptedException {
			called(order);
			new CountDownLatch(1).await();
		}

	}

	public static class Alerts extends Calls {

		public void raise(String task, @Nullable Object failure) {
			called(task + ": " + failure);
		}

	}

	/** A remote system whose jobs end when the test says so. */
	public static class Renderer extends Calls {

		private volatile @Nullable Runnable end;

		public void start(String job, Runnable end) {
			this.end = end;
			called("start " + job);
		}

		public void stop(String job, Runnable stopped) {
			called("stop " + job);
			stopped.run();
		}

		void end() {
			Runnable action = this.end;
			if (action != null) {
				action.run();
			}
		}

	}

	public static class Scheduler extends Calls {

		public void stop(String job) {
			called(job);
		}

	}

	public static class AuditLog extends Calls {

		public void add(String line) {
			called(line);
		}

	}

}
