package io.github.taskhost.console;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.Cookie;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.springframework.boot.WebApplicationType;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stage of a real application with a real host and Spring Security. Scenarios share the application, one after the
 * other; each begins with new tasks.
 */
class HostStage implements Stage {

	private static final Map<String, List<Cookie>> SIGNED_IN = new HashMap<>();

	final RealConsole application;

	final HostTasks tasks;

	final HostSeeds seeds;

	private String user = "op";

	private HostStage(RealConsole application) {
		this.application = application;
		this.tasks = new HostTasks(application.host());
		this.seeds = new HostSeeds(this.tasks);
	}

	/** A stage with the tasks of {@link FakeSeeds}. */
	static HostStage open() {
		HostStage stage = empty(HostApplications.of(HostApplications.type()));
		stage.seeds.all(1000);
		stage.tasks.startTicker();
		return stage;
	}

	/** A stage without tasks. */
	static HostStage empty() {
		return empty(HostApplications.of(HostApplications.type()));
	}

	static HostStage empty(RealConsole application) {
		HostStage stage = new HostStage(application);
		stage.tasks.forgetAll();
		return stage;
	}

	static WebApplicationType type() {
		return HostApplications.type();
	}

	@Override
	public URI address() {
		return this.application.address("/app/taskhost/");
	}

	@Override
	public void readOnly() {
		this.user = "reader";
	}

	@Override
	public void signIn(BrowserContext context) {
		String key = this.application.address("") + this.user;
		List<Cookie> known = SIGNED_IN.get(key);
		if (known != null) {
			context.addCookies(known);
			return;
		}
		try {
			logIn(context);
		}
		catch (TimeoutError ex) {
			logIn(context); // a kept connection of Reactor Netty may stall after the login
		}
		SIGNED_IN.put(key, context.cookies());
	}

	private void logIn(BrowserContext context) {
		try (Page page = context.newPage()) {
			page.navigate(this.application.address("/app/login").toString());
			fill(page, this.user);
		}
	}

	/** Lets later pages sign in anew, since a scenario has ended a session of the application. */
	static void forgetSignIns() {
		SIGNED_IN.clear();
	}

	/** Fills the login form of the application. */
	static void fill(Page page, String user) {
		page.locator("#username").fill(user);
		page.locator("#password").fill(HostApplications.PASSWORD);
		page.locator("button[type=submit]").click();
		page.waitForURL((url) -> !url.contains("login"));
	}

	@Override
	public String uid(String name) {
		return String.valueOf(this.tasks.named(name).uid);
	}

	@Override
	public String shown(String name) {
		return this.tasks.record(this.tasks.named(name)).displayName();
	}

	@Override
	public String result(String text) {
		return new JsonMapper().writeValueAsString(text.replaceAll("\\p{Cf}", " "));
	}

	@Override
	public void spawn(String name, String kind, String session) {
		this.tasks.external(name, this.tasks.named(name, kind).build(), session);
	}

	@Override
	public void end(String name, String state) {
		this.tasks.end(name, state);
	}

	@Override
	public void ask(String name, String key, String prompt) {
		this.tasks.host.reporter(Objects.requireNonNull(this.tasks.named(name).uid))
			.ask(InputRequest.of(key, prompt).withExpected(new JsonPayload("{\"type\":\"string\",\"maxLength\":40}")));
	}

	@Override
	public void answer(String name, String json) {
		HostTask task = this.tasks.named(name);
		String key = Objects.requireNonNull(this.tasks.record(task).inputRequest()).key();
		try {
			TaskCallers.callAs(TaskCallers.Caller.of("anna", List.of("finance")),
					() -> this.tasks.host.task(Objects.requireNonNull(task.uid)).answer(key, new JsonPayload(json)));
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void remove(String name) {
		this.tasks.remove(name);
	}

	@Override
	public void close() {
		this.tasks.close();
	}

}
