package io.github.taskhost.console;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

/**
 * The overview of an invented server, whose numbers the scenarios choose.
 */
class OverviewIT extends BrowserTest {

	@Override
	Stage newStage() {
		return new FakeStage();
	}

	private void visitWith(long failed, List<Integer> lately) {
		Map<String, Object> kind = FakeJson.object("name", "import", "live", 0, "pending", 0, "running", 0, "waiting", 0,
				"cancelRequested", 0, "completed", 3, "failed", failed, "cancelled", 0);
		String overview = FakeJson.text(FakeAnswer.ok("states", Map.of(), "retained", 3, "sessions", 1, "hidden", 0, "unresponsive", 0,
				"unstopped", 0, "kinds", List.of(kind, kind), "series",
				FakeJson.object("step", 5, "start", "2026-01-01T00:00:00Z", "completed", List.of(0, 0), "failed", lately,
						"cancelled", List.of(0, 0), "live", List.of(0, 0)))
			.body());
		this.page.route(Pattern.compile("api/live"), Route::abort);
		this.page.route(Pattern.compile("api/overview"),
				(route) -> route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(overview)));
		visit("");
	}

	@Test
	void workThatFailedIsCountedAndNotCalm() {
		visitWith(4, List.of(1, 2));
		found(this.page.locator(".tile[data-state=failed]")).containsText("8");
		found(this.page.locator(".needs")).containsText("3 tasks failed in the last 15 minutes");
		found(this.page.locator(".needs.calm")).hasCount(0);
		this.page.locator(".tile[data-state=failed] a").click();
		found(this.page.locator(".chip:has(:checked)")).hasText("Failed");
	}

	@Test
	void aCalmOverviewSaysSoInPlainWords() {
		visitWith(4, List.of(0, 0));
		found(this.page.locator(".needs.calm"))
			.containsText("Nothing. No task waits for an answer, none failed lately, and no ended task still works.");
	}

}
