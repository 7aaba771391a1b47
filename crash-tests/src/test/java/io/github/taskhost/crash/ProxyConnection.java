package io.github.taskhost.crash;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.crash.CommitProxy.Action;

/**
 * One connection through the proxy. A thread reads the messages of the client, another
 * copies those of the server.
 *
 * <p>
 * The driver sends a statement by a message {@code P} with its text, under a name when it
 * is used often, and runs it by a message {@code B} with that name.
 */
final class ProxyConnection {

	private final CommitProxy proxy;

	private final Socket client;

	private final Socket server;

	private final Map<String, String> statements = new HashMap<>();

	private final StringBuilder transaction = new StringBuilder();

	/** Whether answers of the server are kept from the client. */
	private volatile boolean mute;

	private volatile CountDownLatch gate = new CountDownLatch(0);

	ProxyConnection(CommitProxy proxy, Socket client, Socket server) {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
	}

	void start() {
		Thread.ofPlatform().daemon().name("proxy-client").start(() -> run(this::forward));
		Thread.ofPlatform().daemon().name("proxy-server").start(() -> run(this::answer));
	}

	private void run(Copy copy) {
		try {
			copy.run();
		}
		catch (IOException ex) {
			// one side has closed the connection
		}
		cut();
	}

	/** Holds everything that the client sends until a gate opens. */
	void hold(CountDownLatch next) {
		this.gate = next;
	}

	private void pass() throws IOException {
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/** Closes both sides. */
	void cut() {
		CommitProxy.close(this.client);
		CommitProxy.close(this.server);
		this.proxy.closed(this);
	}

	private void answer() throws IOException {
		InputStream from = this.server.getInputStream();
		OutputStream to = this.client.getOutputStream();
		byte[] buffer = new byte[65536];
		int length = from.read(buffer);
		while (length >= 0) {
			if (this.mute) {
				cut();
				this.proxy.applied();
				return;
			}
			to.write(buffer, 0, length);
			length = from.read(buffer);
		}
	}

	private void forward() throws IOException {
		DataInputStream from = new DataInputStream(this.client.getInputStream());
		OutputStream to = this.server.getOutputStream();
		byte[] startUp = startUp(from);
		pass();
		to.write(startUp);
		int type = from.read();
		while (type >= 0) {
			int length = from.readInt();
			ByteBuffer message = ByteBuffer.allocate(length + 1).put((byte) type).putInt(length);
			from.readFully(message.array(), message.position(), length - Integer.BYTES);
			pass();
			delay(type);
			if (!send(message, to)) {
				return;
			}
			type = from.read();
		}
	}

	/** Delays the message that ends a statement. */
	private void delay(int type) {
		if (type == 'S' || type == 'Q') {
			LockSupport.parkNanos(this.proxy.delayNanos());
		}
	}

	/** The first message, which has no type. */
	private static byte[] startUp(DataInputStream from) throws IOException {
		int length = from.readInt();
		ByteBuffer message = ByteBuffer.allocate(length).putInt(length);
		from.readFully(message.array(), message.position(), length - Integer.BYTES);
		return message.array();
	}

	/** Sends a message; returns {@code false} if the connection was cut in its place. */
	private boolean send(ByteBuffer message, OutputStream to) throws IOException {
		Action action = isCommit(message) ? this.proxy.take(this.transaction.toString()) : Action.PASS;
		switch (action) {
			case CUT_BEFORE -> {
				cut();
				this.proxy.applied();
				return false;
			}
			case CUT_AFTER -> this.mute = true;
			case HOLD -> {
				this.proxy.holdAll();
				this.proxy.applied();
				pass();
			}
			case PASS -> {
			}
		}
		to.write(message.array());
		return true;
	}

	/** Whether a message runs a commit. Keeps the texts of statements. */
	private boolean isCommit(ByteBuffer message) {
		ByteBuffer content = message.duplicate().position(1 + Integer.BYTES);
		switch ((char) message.get(0)) {
			case 'Q' -> {
				if (text(content).equals("BEGIN")) {
					this.transaction.setLength(0);
				}
			}
			case 'P' -> this.statements.put(text(content), text(content));
			case 'B' -> {
				text(content); // the portal
				String statement = this.statements.getOrDefault(text(content), "");
				if (statement.equalsIgnoreCase("COMMIT")) {
					return true;
				}
				this.transaction.append(statement).append(';');
			}
			default -> {
			}
		}
		return false;
	}

	private static String text(ByteBuffer content) {
		int start = content.position();
		while (content.get() != 0) {
			// looks for the end
		}
		return new String(content.array(), start, content.position() - 1 - start, StandardCharsets.UTF_8);
	}

	/** Copies in one direction until the connection ends. */
	private interface Copy {

		void run() throws IOException;

	}

}
