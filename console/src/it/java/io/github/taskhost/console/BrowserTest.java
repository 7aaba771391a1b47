package io.github.taskhost.console;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test in a real browser. Every test ends with the check that the page had no error and broke no rule of its policy.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class BrowserTest {

	/** Records violations of the policy, and texts that acted as code. */
	private static final String RECORDER = """
			window.violations = [];
			document.addEventListener('securitypolicyviolation', (event) =>
				window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
			""";

	final List<String> errors = new CopyOnWriteArrayList<>();

	/** The requests of the page: method, path with query, and the form behind a space. */
	final List<String> requests = new CopyOnWriteArrayList<>();

	Stage stage;

	Page page;

	private Playwright playwright;

	private Browser browser;

	private BrowserContext context;

	@BeforeAll
	void startBrowser() {
		this.playwright = Playwright.create();
		this.browser = launch(this.playwright);
	}

	static Browser launch(Playwright playwright) {
		return playwright.chromium()
			.launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(System.getProperty("chromium", "/usr/bin/chromium")))
				.setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
	}

	@AfterAll
	void stopBrowser() {
		if (sharesPage()) {
			this.stage.close();
		}
		this.playwright.close();
	}

	@BeforeEach
	void openStage() {
		if (this.stage != null && sharesPage()) {
			return;
		}
		this.stage = newStage();
		openPage(1360, ColorScheme.LIGHT);
	}

	@AfterEach
	void checkPage() {
		List<?> violations = (List<?>) this.page.evaluate("() => window.violations");
		Object acted = this.page.evaluate("() => window.pwned");
		if (!sharesPage()) {
			this.context.close();
			this.stage.close();
		}
		List<String> found = List.copyOf(this.errors);
		this.errors.clear();
		this.requests.clear();
		assertThat(violations).isEmpty();
		assertThat(acted).isNull();
		assertThat(found).isEmpty();
	}

	/**
	 * The application that the scenarios of this class act on: a real one, or the invented server if the system property
	 * {@code console.stage} is {@code fake}.
	 */
	Stage newStage() {
		return System.getProperty("console.stage", "host").equals("fake") ? new FakeStage() : HostStage.open();
	}

	/** Whether all tests of this class share a stage and a page, since they only call functions. */
	boolean sharesPage() {
		return false;
	}

	/** The server whose faults scenarios switch on. */
	FakeConsole faults() {
		return ((FakeStage) this.stage).console;
	}

	/** Opens another page in place of the current one. */
	void openPage(int width, ColorScheme scheme) {
		if (this.context != null) {
			this.context.close();
		}
		this.context = this.browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900)
			.setColorScheme(scheme)
			.setAcceptDownloads(true));
		this.stage.signIn(this.context);
		this.context.addInitScript(RECORDER);
		anotherPage();
	}

	/** Opens a further tab beside the current one, and goes on in it. */
	void anotherPage() {
		this.page = this.context.newPage();
		this.page.onRequest((request) -> this.requests
			.add(request.method() + " " + request.url() + ((request.postData() != null) ? " " + request.postData() : "")));
		this.page.setDefaultTimeout(15_000);
		this.page.onPageError((error) -> this.errors.add(error));
		this.page.onResponse((response) -> {
			if (response.status() == 400 && response.request().method().equals("GET")) {
				this.errors.add("The page asked for something invalid: " + response.url());
			}
		});
		this.page.onConsoleMessage((message) -> {
			// The browser logs each refused request as an error. Scenarios check the text that the page shows for it.
			if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
				this.errors.add(message.text());
			}
		});
	}

	void visit(String query) {
		this.page.navigate(this.stage.address() + query);
	}

	void visitTask(String name) {
		visit("?task=" + this.stage.uid(name));
		found(this.page.locator("h1")).hasText(this.stage.shown(name));
	}

	/** The last form that the page has sent, decoded. */
	String sent() {
		String form = this.requests.stream().filter((request) -> request.startsWith("POST ")).reduce("", (a, b) -> b);
		return java.net.URLDecoder.decode(form, java.nio.charset.StandardCharsets.UTF_8);
	}

	static com.microsoft.playwright.assertions.LocatorAssertions found(Locator locator) {
		return com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(locator);
	}

	Locator button(String name) {
		return this.page.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON,
				new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	Locator row(String name) {
		return this.page.locator("tr[data-uid=\"" + this.stage.uid(name) + "\"]");
	}

	Locator connection() {
		return this.page.locator(".connection");
	}

}
