package io.github.taskhost.autoconfigure.recipes;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.web.TaskEventStreams;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The names that the recipes use. The code of a recipe becomes a subclass.
 */
public abstract class Scene {

	/** Top-level variables of a recipe after its run, by name. */
	protected final Map<String, Object> variables = new HashMap<>();

	protected final Services.Order order = new Services.Order("4711");

	protected final List<Services.Order> orders = List.of(this.order, new Services.Order("4712"));

	protected final List<String> rows = List.of("a", "b", "c");

	protected final List<String> parts = IntStream.range(0, 100).mapToObj((part) -> "part " + part).toList();

	protected final String text = "hello";

	protected final String job = "job-1";

	@Autowired
	protected BackgroundTaskHost host;

	@Autowired
	protected TestTime time;

	@Autowired
	protected Clock clock;

	@Autowired
	protected TransactionTemplate transactions;

	@Autowired
	protected TaskEventStreams streams;

	@Autowired
	protected Services.Mailer mailer;

	@Autowired
	protected Services.Cache cache;

	@Autowired
	protected Services.Importer importer;

	@Autowired
	protected Services.Crawler crawler;

	@Autowired
	protected Services.Exporter exporter;

	@Autowired
	protected Services.Partner partner;

	@Autowired
	protected Services.Indexer indexer;

	@Autowired
	protected Services.Site site;

	@Autowired
	protected Services.Converter converter;

	@Autowired
	protected Services.Feed feed;

	@Autowired
	protected Services.Digests digests;

	@Autowired
	protected Services.Archive archive;

	@Autowired
	protected Services.Printer printer;

	@Autowired
	protected Services.Alerts alerts;

	@Autowired
	protected Services.Renderer renderer;

	@Autowired
	protected Services.Scheduler scheduler;

	@Autowired
	protected Services.AuditLog log;

	protected String user;

	protected TaskSession session;

	final void setUser(String user) {
		this.user = user;
		this.session = this.host.session(user);
	}

	/**
	 * Runs the statements of the recipe.
	 * @throws Exception if a statement throws
	 */
	public void run() throws Exception {
		throw new AssertionError("The recipe has no statements; call its bean");
	}

}
