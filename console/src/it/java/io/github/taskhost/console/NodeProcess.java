package io.github.taskhost.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/**
 * A node of a durable application in a process of its own, which a scenario kills. It ends when its input ends, so that
 * it does not outlive the tests.
 */
final class NodeProcess implements AutoCloseable {

	private final Process process;

	private NodeProcess(Process process) {
		this.process = process;
	}

	/** Starts a node, which submits its tasks by itself. */
	static NodeProcess start(String name, String url) {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				NodeProcess.class.getName(), "--taskhost.durable.node-name=" + name));
		for (String property : properties(url)) {
			command.add("--" + property);
		}
		try {
			return new NodeProcess(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(Path.of("target", "node-" + name + ".log").toFile())
				.start());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The properties of all nodes of a database. */
	static List<String> properties(String url) {
		return List.of("spring.datasource.url=" + url, "taskhost.durable.initialize-schema=always",
				"taskhost.cluster.lease=2s", "spring.main.banner-mode=off");
	}

	/** The id of the process. */
	long pid() {
		return this.process.pid();
	}

	/** Ends the process as a crash does. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

	/**
	 * Runs a node without a web server.
	 * @param args properties
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		BackgroundTaskHost host = new SpringApplicationBuilder(Node.class).web(WebApplicationType.NONE)
			.run(args)
			.getBean(BackgroundTaskHost.class);
		for (String name : List.of("long import", "another import", "third import")) {
			submit(host, "import", name);
		}
		submit(host, "booking", "book a trip");
		System.in.transferTo(java.io.OutputStream.nullOutputStream());
		Runtime.getRuntime().halt(0);
	}

	private static void submit(BackgroundTaskHost host, String kind, String name) {
		host.session("green")
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind(kind)
				.id(name.replace(' ', '-'))
				.displayName(name)
				.input(new JsonPayload("{\"path\":\"" + name + "\"}"))
				.build()));
	}

	/** The kinds of both nodes. */
	static class Kinds {

		/** Runs until it is cancelled. */
		@BackgroundTaskKind(value = "import", description = "Reads the files of a folder.")
		void read(Folder folder, BackgroundTaskContext context) throws InterruptedException {
			context.output("stdout", "reads " + folder.path() + " in process " + ProcessHandle.current().pid());
			context.progress(Progress.of(1, 9L, "files"));
			CountDownLatch cancelled = new CountDownLatch(1);
			try (BackgroundTaskContext.CancelRegistration registration = context.onCancel(cancelled::countDown)) {
				cancelled.await();
			}
			context.throwIfCancelled();
		}

		/** Asks. */
		@BackgroundTaskKind(value = "booking", description = "Books a trip.")
		String book(Folder folder, BackgroundTaskContext context) throws InterruptedException {
			Answer answer = context.requestInput(InputRequest.of("seat", "Window or aisle?")
				.withExpected(new JsonPayload("{\"type\":\"string\",\"enum\":[\"window\",\"aisle\"]}")));
			return answer.value().text();
		}

		/**
		 * The input of both kinds.
		 *
		 * @param path the path
		 */
		record Folder(String path) {
		}

	}

	/** An application with a database. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@org.springframework.context.annotation.Import(Kinds.class)
	static class Node {

	}

}
