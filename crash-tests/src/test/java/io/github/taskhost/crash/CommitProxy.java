package io.github.taskhost.crash;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy between a worker and PostgreSQL that understands enough of the protocol to
 * find commits. A plan is applied to the next commit and is then used up. Thread-safe.
 */
final class CommitProxy implements AutoCloseable {

	private final int target;

	private final ServerSocket listener;

	private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();

	private final AtomicReference<@Nullable Plan> plan = new AtomicReference<>();

	private volatile CountDownLatch used = new CountDownLatch(1);

	private volatile CountDownLatch gate = new CountDownLatch(0);

	private volatile boolean refusing;

	private volatile boolean silent;

	private volatile long delayNanos;

	CommitProxy(int target) {
		this.target = target;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread.ofPlatform().daemon().name("proxy").start(this::accept);
	}

	/** The URL of a database through the proxy, without encryption. */
	String url(Database database) {
		return "jdbc:postgresql://localhost:" + this.listener.getLocalPort() + "/" + database.name()
				+ "?user=postgres&sslmode=disable&gssEncMode=disable";
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				if (this.refusing) {
					client.close();
				}
				else {
					connect(client);
				}
			}
			catch (IOException ex) {
				// the client connects again
			}
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			ProxyConnection connection = new ProxyConnection(this, client, server);
			this.connections.add(connection);
			if (this.silent) {
				connection.hold(this.gate);
			}
			connection.start();
		}
		catch (IOException ex) {
			close(client);
		}
	}

	void closed(ProxyConnection connection) {
		this.connections.remove(connection);
	}

	/** Applies a plan to the next commit of a transaction that has run a statement. */
	void plan(Action action, String statement) {
		this.used = new CountDownLatch(1);
		if (action == Action.HOLD) {
			this.gate = new CountDownLatch(1);
		}
		this.plan.set(new Plan(action, statement));
	}

	/** Waits until the plan was applied. */
	void awaitUsed() {
		try {
			if (!this.used.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("No commit came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Lets everything pass that was held. */
	void release() {
		this.silent = false;
		this.gate.countDown();
	}

	/** Cuts all connections, and refuses new ones until {@link #refuse} ends that. */
	void cutAll() {
		refuse(true);
		this.connections.forEach(ProxyConnection::cut);
	}

	/** Lets nothing pass, without a word, until {@link #release()}. */
	void silence() {
		this.gate = new CountDownLatch(1);
		this.silent = true;
		holdAll();
	}

	/** Delays each statement. */
	void delay(Duration delay) {
		this.delayNanos = delay.toNanos();
	}

	long delayNanos() {
		return this.delayNanos;
	}

	/** Refuses or accepts new connections. */
	void refuse(boolean refuses) {
		this.refusing = refuses;
	}

	/** Holds everything that the present connections send. */
	void holdAll() {
		CountDownLatch held = this.gate;
		this.connections.forEach((connection) -> connection.hold(held));
	}

	/** Takes the action for a commit of a transaction that has run statements. */
	Action take(String statements) {
		Plan current = this.plan.get();
		if (current == null || !statements.contains(current.statement()) || !this.plan.compareAndSet(current, null)) {
			return Action.PASS;
		}
		return current.action();
	}

	void applied() {
		this.used.countDown();
	}

	static void close(Closeable socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// it is closed already
		}
	}

	@Override
	public void close() {
		close(this.listener);
		cutAll(); // before the release, so that what was held is lost
		this.gate.countDown();
	}

	/** The treatment of a commit. */
	enum Action {

		/** Forwards it and its answer. */
		PASS,

		/** Cuts the connection in its place. */
		CUT_BEFORE,

		/** Forwards it, waits for its answer, and cuts the connection in its place. */
		CUT_AFTER,

		/** Holds it, and all that its process sends after it, until the release. */
		HOLD

	}

	/**
	 * A plan.
	 *
	 * @param action the treatment
	 * @param statement a part of a statement that the transaction has run
	 */
	private record Plan(Action action, String statement) {
	}

}
