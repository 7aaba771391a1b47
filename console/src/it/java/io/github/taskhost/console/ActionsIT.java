package io.github.taskhost.console;

import java.util.regex.Pattern;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Actions ask, act on the uid, and show refusals beside the pressed button.
 */
class ActionsIT extends BrowserTest {

	@Test
	void oneTaskIsCancelledWithAReason() {
		visitTask("index the archive");
		this.page.locator("#cancel").click();
		this.page.locator("dialog input[name=reason]").fill("wrong archive");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("dialog")).isHidden();
		found(this.page.locator("h1")).isFocused();
		found(this.page.locator("#announcer")).hasText(Pattern.compile("The task is (asked to stop|cancelled)"));
		found(this.page.locator(".lead")).containsText("Cancelled");
		found(this.page.locator("h1")).isFocused();
		found(this.page.locator(".timeline")).containsText("wrong archive");
		assertThat(sent()).contains("reason=wrong archive").contains("_csrf=");
	}

	@Test
	void aRefusalStaysInTheDialogAndTakesTheFocus() {
		visitTask("index the archive");
		this.page.locator("#cancel").click();
		this.stage.end("index the archive", "completed");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("#dialog-error")).hasText("The task has ended already: Completed. Nothing is left to cancel.");
		found(this.page.locator("#dialog-error")).isFocused();
	}

	@Test
	void fortySelectedTasksAreCancelled() {
		visit("?view=tasks&state=running");
		found(this.page.locator("tr[data-row]")).hasCount(50);
		for (int i = 0; i < 40; i++) {
			this.page.locator("tr[data-row] input[type=checkbox]").nth(i).check();
		}
		button("Cancel 40…").click();
		found(this.page.locator("dialog h2")).hasText("Cancel 40 tasks");
		found(this.page.locator("dialog .names a")).hasCount(5);
		found(this.page.locator("dialog .names")).containsText("and 35 more");
		this.page.locator("#bulk-start").click();
		found(this.page.locator("#bulk-result")).containsText("40 asked to stop");
		found(this.page.locator("dialog h2")).hasText("40 tasks asked to stop");
		button("Close").click();
		found(this.page.locator("tr[data-row]")).hasCount(50);
		found(this.page.locator(".bulk strong")).hasCount(0);
	}

	@Test
	void allThatMatchAreCountedAndCancelledInSteps() {
		visit("?view=tasks&kind=import&state=running");
		this.page.locator("#cancel-matching").click();
		found(this.page.locator("#bulk-count")).hasText("101 tasks");
		found(this.page.locator("dialog .names")).containsText("index the archive");
		found(this.page.locator("dialog .names")).containsText("and 96 more");
		this.stage.spawn("too late", "import", "nightly");
		this.page.locator("#bulk-start").click();
		found(this.page.locator("#bulk-result")).containsText("Done. 101 asked to stop");
		button("Close").click();
		found(row("too late")).containsText("Running");
		found(this.page.locator("tr[data-row]")).hasCount(1);
	}

	@Test
	void theMenuCancelsNow() {
		visitTask("index the archive");
		this.page.locator(".menu summary").click();
		button("Cancel now…").click();
		found(this.page.locator("dialog h2")).hasText("Cancel the task now");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".lead")).containsText("Cancelled");
		found(this.page.locator(".timeline li").last()).containsText("Cancelled");
		found(this.page.locator(".timeline li").last()).containsText("by op");
		assertThat(sent()).contains("now=true");
	}

	@Test
	void aReasonThatIsTooLongIsCountedAndNotSent() {
		visitTask("index the archive");
		this.page.locator("#cancel").click();
		this.page.locator("dialog input[name=reason]").fill("x".repeat(530));
		found(this.page.locator("dialog .count")).hasText("530 of 512: too long");
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("dialog")).isVisible();
		assertThat(sent()).isEmpty();
		this.page.locator("dialog input[name=reason]").fill("x".repeat(512));
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("dialog")).isHidden();
		assertThat(sent()).contains("x".repeat(512));
	}

	@Test
	void endedTasksAreNotOfferedToBeCancelled() {
		visit("?view=tasks&state=failed&state=completed");
		found(this.page.locator("tr[data-row]")).hasCount(50);
		found(this.page.locator("#cancel-matching")).hasCount(0);
		visit("?view=tasks&state=failed&state=running");
		found(this.page.locator("#cancel-matching")).isVisible();
	}

	@Test
	void aQuestionWithTwoChoicesIsAnsweredByAButton() {
		visitTask("refund order 4711");
		button("approve").click();
		found(this.page.locator(".question h2")).containsText("Answered by op: {\"action\":\"approve\"}");
		found(this.page.locator(".question h2")).isFocused();
		found(this.page.locator(".lead")).containsText("Running");
	}

	@Test
	void aFormIsRefusedByTheServerAndKeepsItsInput() {
		visitTask("book a room");
		this.page.getByLabel("Room").selectOption("\"Grace\"");
		this.page.getByLabel("People").fill("99");
		this.page.getByLabel("Catering").check();
		button("Answer").click();
		found(this.page.locator("#answer-error")).containsText("12");
		found(this.page.locator("#answer-error")).isFocused();
		found(this.page.getByLabel("People")).hasValue("99");
		this.page.getByLabel("People").fill("7");
		button("Answer").click();
		found(this.page.locator(".question h2")).containsText("{\"room\":\"Grace\",\"people\":7,\"catering\":true}");
	}

	@Test
	void aRefusalLeavesWithItsQuestion() {
		visitTask("book a room");
		this.page.getByLabel("Room").selectOption("\"Grace\"");
		this.page.getByLabel("People").fill("99");
		button("Answer").click();
		found(this.page.locator("#answer-error")).containsText("12");
		this.stage.answer("book a room", "{\"room\":\"Ada\",\"people\":3}");
		found(this.page.locator(".question h2")).containsText("Answered by anna");
		found(this.page.locator("#answer-error")).hasCount(0);
		found(this.page.getByLabel("People")).hasValue("99");
	}

	@Test
	void aQuestionOfACancelledTaskHasNoButtons() {
		visitTask("book a room");
		found(button("Decline…")).isVisible();
		this.page.locator("#cancel").click();
		this.page.locator("dialog button.danger").click();
		found(this.page.locator(".question h2")).containsText("This question is over: the task has ended (cancelled)");
		found(button("Answer")).hasCount(0);
		found(button("Decline…")).hasCount(0);
	}

	@Test
	void aLargeNumberGoesAsItWasTyped() {
		visitTask("book a room");
		this.page.getByLabel("Room").selectOption("\"Ada\"");
		this.page.getByLabel("People").fill("2");
		this.page.getByLabel("Budget").fill("9007199254740993");
		button("Answer").click();
		found(this.page.locator(".question h2")).containsText("\"budget\":9007199254740993");
	}

	@Test
	void aSchemaWithoutAFormIsAnsweredAsJson() {
		visitTask("merge contacts");
		this.page.getByLabel("Answer as JSON").fill("[\"a\"");
		button("Answer").click();
		found(this.page.locator("#answer-error")).containsText("The answer is not JSON");
		this.page.getByLabel("Answer as JSON").fill("[\"a\",\"b\"]");
		button("Answer").click();
		found(this.page.locator(".question h2")).containsText("[\"a\",\"b\"]");
	}

	@Test
	void aTextIsAnsweredByTheFormOrAsJson() {
		visitTask("name the release");
		button("Answer as JSON").click();
		found(this.page.getByLabel("Answer as JSON")).isVisible();
		button("Answer by form").click();
		this.page.getByLabel("value").fill("Grace \"1\"");
		button("Answer").click();
		found(this.page.locator(".question h2")).containsText("\"Grace \\\"1\\\"\"");
	}

	@Test
	void aQuestionIsDeclined() {
		visitTask("name the release");
		button("Decline…").click();
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("dialog")).isHidden();
		found(this.page.locator(".question h2")).containsText("This question is over");
		found(this.page.locator(".timeline")).containsText("Question declined");
		found(this.page.locator(".lead")).containsText("Running");
	}

	@Test
	void aQuestionForOthersSaysWhy() {
		visitTask("pay the invoice");
		found(this.page.locator(".question")).containsText("requires the authority 'finance'");
		found(button("Answer")).hasCount(0);
	}

	@Test
	void aMessageIsSent() {
		visitTask("index the archive");
		this.page.getByLabel("Message to the task").fill("Go faster.");
		button("Send").click();
		found(this.page.locator(".messages")).containsText("Go faster.");
		found(this.page.locator(".send")).containsText("The message is queued.");
		found(this.page.getByLabel("Message to the task")).hasValue("");
	}

	@Test
	void aSessionIsClosedAfterItsPreview() {
		visit("?view=sessions");
		this.page.locator("[data-session=\"tenant:42\"] button").click();
		found(this.page.locator(".fates")).containsText(Pattern.compile("\\d+ tasks cancelled"));
		found(this.page.locator(".fates .names a")).hasCount(5);
		found(this.page.locator(".fates .names")).hasText(Pattern.compile("and \\d+ more$"));
		found(this.page.locator("dialog input")).hasCount(0);
		this.page.locator("dialog button.danger").click();
		found(this.page.locator("#close-report")).isVisible();
		found(this.page.locator("dialog h2")).hasText("Session tenant:42 is closed");
		found(this.page.locator("dialog h2")).isFocused();
		assertThat(sent()).contains("session=tenant:42");
		button("Close").click();
		found(this.page.locator("[data-session=\"tenant:42\"]")).containsText("nothing open");
		found(this.page.locator("[data-session=\"tenant:42\"] button")).hasCount(0);
	}

	@Test
	void theStackIsShownOnDemand() {
		visitTask("index the archive");
		button("Show the stack").click();
		found(this.page.locator(".stack")).containsText(Pattern.compile("\\(\\w+\\.java:\\d+\\)"));
		found(button("Take again")).isVisible();
	}

	@Test
	void aReadOnlyConsoleHasNoActions() {
		this.stage.readOnly();
		openPage(1360, ColorScheme.LIGHT);
		visitTask("index the archive");
		found(this.page.locator(".badge.read-only")).hasAttribute("title", Pattern.compile("taskhost\\.console\\.write-roles"));
		found(this.page.locator("#cancel")).hasCount(0);
		visit("?view=tasks&state=running");
		found(this.page.locator("tr[data-row]")).hasCount(50);
		found(this.page.locator("tr[data-row] input")).hasCount(0);
		found(this.page.locator(".bulk")).hasCount(0);
		visit("?view=sessions");
		found(this.page.locator("tr[data-row]").first()).isVisible();
		found(this.page.locator("tr[data-row] button")).hasCount(0);
	}

}
