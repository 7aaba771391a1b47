package io.github.taskhost.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.console.ConsoleProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of the page, read into memory when the first is asked for. Their path has the
 * hash of all of them, so that browsers may keep them. Thread-safe.
 */
final class Assets {

	private static final String ROOT = "io/github/taskhost/console/";

	private static final Map<String, String> TYPES = Map.of("html", "text/html;charset=UTF-8", "css",
			"text/css;charset=UTF-8", "js", "text/javascript;charset=UTF-8", "svg", "image/svg+xml", "LICENSE",
			"text/plain;charset=UTF-8");

	private static final String VERSION = "@version@";

	private static final String DOCUMENT = "index.html";

	private static final byte[] NONE = {};

	private volatile @Nullable Loaded loaded;

	/** The document of the page. */
	byte[] document() {
		return files().files().getOrDefault(DOCUMENT, NONE);
	}

	/**
	 * A file of the page.
	 * @param path its path behind {@code assets/}, which begins with the version
	 * @return the file, or {@code null}
	 */
	byte @Nullable [] file(String path) {
		Loaded files = files();
		return path.startsWith(files.version() + "/") ? files.files().get(path.substring(files.version().length() + 1))
				: null;
	}

	/** The content type of a file. */
	static String type(String path) {
		String name = path.substring(path.lastIndexOf('/') + 1);
		return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
	}

	private Loaded files() {
		Loaded present = this.loaded;
		if (present == null) {
			present = load();
			this.loaded = present;
		}
		return present;
	}

	private static Loaded load() {
		try {
			Map<String, byte[]> files = new TreeMap<>();
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (Resource resource : new PathMatchingResourcePatternResolver(ConsoleProperties.class.getClassLoader())
				.getResources("classpath*:" + ROOT + "**")) {
				String url = resource.getURL().toString();
				String path = url.substring(url.lastIndexOf(ROOT) + ROOT.length());
				if (resource.isReadable() && TYPES.containsKey(path.substring(path.lastIndexOf('.') + 1))) {
					files.put(path, read(resource));
				}
			}
			files.forEach((path, content) -> digest.update(content));
			String version = HexFormat.of().formatHex(digest.digest(), 0, 8);
			String document = new String(files.getOrDefault(DOCUMENT, NONE), StandardCharsets.UTF_8);
			files.put(DOCUMENT, document.replace(VERSION, version).getBytes(StandardCharsets.UTF_8));
			return new Loaded(version, files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] read(Resource resource) throws IOException {
		try (InputStream content = resource.getInputStream()) {
			return content.readAllBytes();
		}
	}

	private record Loaded(String version, Map<String, byte[]> files) {
	}

}
