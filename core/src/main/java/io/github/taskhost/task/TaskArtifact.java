package io.github.taskhost.task;

import java.util.regex.Pattern;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a product of a task. A page can offer it as a link: other URLs than
 * those of the web and relative paths are refused.
 *
 * @param name the name; at most 128 characters
 * @param type the media type, or {@code null}; at most 128 characters
 * @param path the path, or {@code null}; at most 512 characters, without {@code ..}
 * @param url the URL, or {@code null}; at most 512 characters, {@code http},
 * {@code https} or a relative path without {@code ..}
 */
public record TaskArtifact(String name, @Nullable String type, @Nullable String path, @Nullable String url) {

	private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#\\\\\\s].*");

	/** A path of this site: neither a scheme, nor another host, nor a backslash. */
	private static final Pattern RELATIVE = Pattern.compile("(?!//)[^:/?#\\\\]*(?:[/?#][^\\\\]*)?");

	/** A step upwards; browsers take an encoded dot for a dot. */
	private static final Pattern UPWARDS = Pattern.compile("(?i)(?:^|[/\\\\])(?:\\.|%2e){2}(?:$|[/\\\\?#])");

	/**
	 * Checks the path and the URL, and cleans and bounds the texts.
	 * @throws InvalidTaskArgumentException if the path or the URL has a step upwards
	 * ({@code ..}), or the URL is neither one of the web nor a relative path
	 */
	public TaskArtifact {
		name = Texts.clean(name, Texts.NAME);
		type = Texts.cleanOrNull(type, Texts.NAME);
		path = Texts.cleanOrNull(path, Texts.LINE);
		url = Texts.cleanOrNull(url, Texts.LINE);
		if (path != null && UPWARDS.matcher(path).find()) {
			throw new InvalidTaskArgumentException(
					"The artifact '" + name + "' has the path '" + path + "', which contains '..'. Resolve it first.");
		}
		if (url != null && !WEB.matcher(url).matches() && !isRelative(url)) {
			throw new InvalidTaskArgumentException("The artifact '" + name + "' has the URL '" + url
					+ "'. Use http or https, or a relative path without '..'.");
		}
	}

	private static boolean isRelative(String url) {
		return RELATIVE.matcher(url).matches() && !UPWARDS.matcher(url).find();
	}

}
