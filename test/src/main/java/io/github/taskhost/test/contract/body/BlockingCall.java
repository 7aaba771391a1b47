package io.github.taskhost.test.contract.body;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.ThreadType;
import org.jspecify.annotations.Nullable;

/**
 * Blocking calls of the JDK, which report an interrupt or the action of a cancellation
 * with exceptions of different classes. Each call blocks until it is stopped.
 */
enum BlockingCall {

	/** {@code SocketException: Closed by interrupt}, on virtual threads only. */
	SOCKET {

		@Override
		boolean endsOn(ThreadType thread) {
			return thread == ThreadType.VIRTUAL;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			try (ServerSocket server = server(); Socket socket = new Socket(LOCAL, server.getLocalPort())) {
				running.countDown();
				ended(socket.getInputStream().read());
			}
		}

	},

	/** {@code SocketException: Socket closed}. */
	SOCKET_CLOSED_BY_ACTION {

		@Override
		boolean isInterruptible() {
			return false;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			try (ServerSocket server = server(); Socket socket = new Socket(LOCAL, server.getLocalPort())) {
				context.onCancel(() -> close(socket));
				running.countDown();
				ended(socket.getInputStream().read());
			}
		}

	},

	/** {@code ClosedByInterruptException}. */
	SOCKET_CHANNEL {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			try (ServerSocket server = server();
					SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress())) {
				running.countDown();
				ended(channel.read(ByteBuffer.allocate(1)));
			}
		}

	},

	/** {@code AsynchronousCloseException}. */
	PIPE_CLOSED_BY_ACTION {

		@Override
		boolean isInterruptible() {
			return false;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			Pipe pipe = Pipe.open();
			try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel sink = pipe.sink()) {
				context.onCancel(() -> close(source));
				running.countDown();
				ended(source.read(ByteBuffer.allocate(1)));
			}
		}

	},

	/** {@code ClosedByInterruptException}. */
	PIPE {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			Pipe pipe = Pipe.open();
			try (Pipe.SourceChannel source = pipe.source(); Pipe.SinkChannel sink = pipe.sink()) {
				running.countDown();
				ended(source.read(ByteBuffer.allocate(1)));
			}
		}

	},

	/** {@code ClosedByInterruptException} of a channel that is used afterwards. */
	FILE_CHANNEL {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			Path file = Files.createTempFile("blocking-call", ".txt");
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
				running.countDown();
				awaitInterrupt();
				ended(channel.write(ByteBuffer.allocate(1)));
			}
			finally {
				Files.delete(file);
			}
		}

	},

	/** {@code InterruptedException}. */
	PROCESS {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			Process process = new ProcessBuilder("sleep", "1000").start();
			try {
				running.countDown();
				ended(process.waitFor());
			}
			finally {
				process.destroyForcibly();
			}
		}

	},

	/** An exception of the application about the exit value. */
	PROCESS_DESTROYED_BY_ACTION {

		@Override
		boolean isInterruptible() {
			return false;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			Process process = new ProcessBuilder("sleep", "1000").start();
			try {
				context.onCancel(process::destroy);
				running.countDown();
				process.onExit().join();
				ended(process.exitValue());
			}
			finally {
				process.destroyForcibly();
			}
		}

	},

	/** {@code InterruptedException} or {@code IOException}. */
	HTTP_CLIENT {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			try (ServerSocket server = server(); HttpClient client = HttpClient.newHttpClient()) {
				URI uri = URI.create("http://" + LOCAL.getHostAddress() + ":" + server.getLocalPort() + "/");
				try {
					running.countDown();
					client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
				}
				finally {
					client.shutdownNow();
				}
			}
		}

	},

	/** {@code InterruptedException}, wrapped by the application. */
	OBJECT_WAIT {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) {
			Object monitor = new Object();
			running.countDown();
			try {
				synchronized (monitor) {
					while (true) {
						monitor.wait();
					}
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("wrapped", ex);
			}
		}

	},

	/** An exception of the application without a cause. */
	BLOCKING_QUEUE {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) {
			running.countDown();
			try {
				new SynchronousQueue<Integer>().take();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalArgumentException("no element");
			}
		}

	},

	/** {@code InterruptedException}. */
	LOCK {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			ReentrantLock lock = new ReentrantLock();
			CountDownLatch held = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			Thread holder = Thread.ofPlatform().daemon().start(() -> hold(lock, held, over));
			held.await();
			running.countDown();
			try {
				lock.lockInterruptibly();
			}
			finally {
				over.countDown();
				holder.interrupt();
			}
		}

	},

	/** {@code InterruptedException}. */
	FUTURE {

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) throws Exception {
			running.countDown();
			new CompletableFuture<@Nullable Void>().get();
		}

	},

	/** {@code CancellationException}. */
	FUTURE_CANCELLED_BY_ACTION {

		@Override
		boolean isInterruptible() {
			return false;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) {
			CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
			context.onCancel(() -> future.cancel(true));
			running.countDown();
			future.join();
		}

	},

	/** {@code CompletionException} with the exception of a driver or a client. */
	STATEMENT_CANCELLED_BY_ACTION {

		@Override
		boolean isInterruptible() {
			return false;
		}

		@Override
		void block(BackgroundTaskContext context, CountDownLatch running) {
			CompletableFuture<@Nullable Void> statement = new CompletableFuture<>();
			context.onCancel(() -> statement.completeExceptionally(new IOException("The statement was cancelled")));
			running.countDown();
			statement.join();
		}

	};

	private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

	/**
	 * Blocks until the call is stopped.
	 * @param context the context of the body
	 * @param running counted down before the call blocks
	 */
	abstract void block(BackgroundTaskContext context, CountDownLatch running) throws Exception;

	/** Returns whether an interrupt ends the call; otherwise a cancel action ends it. */
	boolean isInterruptible() {
		return true;
	}

	/** Returns whether the call can be ended on threads of a type. */
	boolean endsOn(ThreadType thread) {
		return true;
	}

	/** A server that accepts connections and never answers. */
	private static ServerSocket server() throws IOException {
		return new ServerSocket(0, 1, LOCAL);
	}

	private static void ended(int value) {
		throw new IllegalStateException("the call ended with " + value);
	}

	private static void close(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits for an interrupt and sets the interrupt status again. */
	private static void awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void hold(ReentrantLock lock, CountDownLatch held, CountDownLatch over) {
		lock.lock();
		try {
			held.countDown();
			over.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			lock.unlock();
		}
	}

}
