package io.github.taskhost.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Route;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults between the page and the application, which only an invented server makes at will: bytes that a proxy holds
 * back, streams that are taken or go silent, a lost sign-in, a stale token, a stop.
 */
class FaultsIT extends BrowserTest {

	@Override
	Stage newStage() {
		return new FakeStage();
	}

	@Test
	void aStaleTokenIsReadAgainOnce() {
		visitTask("index the archive");
		faults().token = "token-2";
		this.page.locator("#cancel").click();
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".lead")).containsText("Cancelled");
	}

	@Test
	void stepsStopAfterTheCurrentOne() {
		List<Route> held = new ArrayList<>();
		this.page.route("**/api/tasks/cancel", (route) -> {
			if (held.isEmpty() && route.request().postData().contains("after=")) {
				held.add(route);
			}
			else {
				route.resume();
			}
		});
		visit("?view=tasks&state=running&state=pending");
		this.page.locator("#cancel-matching").click();
		this.page.locator("#bulk-start").click();
		this.page.waitForCondition(() -> !held.isEmpty());
		found(this.page.locator("#bulk-result")).hasText("Cancelling… 100 asked to stop.");
		this.page.locator("#bulk-stop").click();
		held.getFirst().resume();
		found(this.page.locator("#bulk-result")).hasText("Stopped. 200 asked to stop.");
	}

	@Test
	void aHeldStreamFallsBackToPolling() {
		faults().held = true;
		visit("?view=tasks&state=running");
		found(connection()).hasText("Live, every 2 s", new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions().setTimeout(12_000));
		assertThat(faults().requests).anyMatch((request) -> request.contains("once=true"));
		this.stage.end("index the archive", "completed");
		found(row("index the archive")).containsText("no longer matches");
	}

	@Test
	void fullStreamsFallBackToPolling() {
		faults().full = true;
		visit("");
		found(connection()).hasText("Live, every 2 s");
	}

	@Test
	void aLostSignInIsSaidWithItsRemedy() {
		visit("?view=tasks");
		found(connection()).hasText("Live");
		faults().signedOut = true;
		this.page.keyboard().press("p");
		this.page.keyboard().press("p");
		found(connection()).hasText("Signed out");
		found(this.page.locator(".signed-out")).containsText("Sign in again");
		faults().signedOut = false;
		this.page.getByText("Sign in again").click();
		found(connection()).hasText("Live");
	}

	@Test
	void aSilentStreamIsOpenedAgain() {
		this.page.clock().install();
		visit("");
		found(connection()).hasText("Live");
		faults().silent = true;
		int before = streams();
		this.page.clock().fastForward(21_000);
		this.page.waitForCondition(() -> streams() > before);
		faults().silent = false;
		found(connection()).hasText("Live");
	}

	@Test
	void aStoppingApplicationIsSaid() {
		visit("");
		found(connection()).hasText("Live");
		faults().draining = true;
		found(connection()).hasText("Reconnecting");
		found(connection()).hasAttribute("title", Pattern.compile("The application is stopping"));
		faults().draining = false;
		found(connection()).hasText("Live");
	}

	private int streams() {
		return (int) this.requests.stream().filter((request) -> request.contains("api/live")).count();
	}

}
