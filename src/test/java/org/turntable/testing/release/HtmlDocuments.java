package org.turntable.testing.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The README, the run books and the reference as HTML pages that link to one another. */
final class HtmlDocuments {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final String STYLE = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 sans-serif;"
            + "color:#222}table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border:1px solid #ccc;"
            + "padding:.3rem .6rem;text-align:left;vertical-align:top}pre{background:#f4f4f4;padding:.8rem;"
            + "overflow-x:auto}code{font:14px/1.4 monospace}img{max-width:100%}";

    private static final Pattern PICTURE = Pattern.compile("( src=\")([^\"]+)(\")");

    private static final String REFERENCE = "src/site/markdown/";

    private final Path root;
    /** The Markdown files by their paths in the project, each with the path of its page. */
    private final Map<String, String> pages = new LinkedHashMap<>();

    /** @param root the project's folder */
    HtmlDocuments(Path root) {
        this.root = root;
        pages.put("README.md", "readme.html");
        pages.put("README.zh-CN.md", "readme.zh-CN.html");
        for (String folder : List.of("nginx", "tomcat-conf", "mariadb")) {
            pages.put(folder + "/README.md", folder + ".html");
        }
        try (Stream<Path> files = Files.walk(root.resolve(REFERENCE))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .forEach(file ->
                            pages.put(file, file.substring(REFERENCE.length()).replaceAll("\\.md$", ".html")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Writes all pages and pictures into a folder. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path target = folder.resolve(page.getValue());
            Files.createDirectories(target.getParent());
            String markdown = Files.readString(root.resolve(page.getKey()), StandardCharsets.UTF_8);
            Files.writeString(target, html(page.getKey(), markdown), StandardCharsets.UTF_8);
        }
        Path pictures = root.resolve("src/site/resources");
        try (Stream<Path> files = Files.walk(pictures)) {
            for (Path file : new TreeSet<>(files.filter(Files::isRegularFile).toList())) {
                Path target = folder.resolve(pictures.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private String html(String source, String markdown) {
        Node document = PARSER.parse(markdown);
        StringBuilder title = new StringBuilder();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (title.isEmpty() && heading.getFirstChild() instanceof Text text) {
                    title.append(text.getLiteral());
                }
                visitChildren(heading);
            }

            @Override
            public void visit(Link link) {
                link.setDestination(address(source, link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(HtmlBlock html) {
                html.setLiteral(withAddresses(source, html.getLiteral()));
            }

            @Override
            public void visit(HtmlInline html) {
                html.setLiteral(withAddresses(source, html.getLiteral()));
            }

            @Override
            public void visit(Image image) {
                image.setDestination(address(source, image.getDestination()));
                visitChildren(image);
            }
        });
        String lang = source.contains("zh-CN") ? "zh-CN" : "en";
        return "<!DOCTYPE html>\n<html lang=\"" + lang + "\">\n<head>\n<meta charset=\"UTF-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + title
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n" + RENDERER.render(document)
                + "</body>\n</html>\n";
    }

    /** A piece of HTML in a Markdown file, such as a picture with a width. */
    private String withAddresses(String source, String html) {
        return PICTURE.matcher(html)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(1) + address(source, found.group(2)) + found.group(3)));
    }

    /** Where a link of a Markdown file leads among the pages. */
    private String address(String source, String link) {
        if (link.startsWith("#") || link.contains("://")) {
            return link;
        }
        int anchor = link.indexOf('#');
        String file = anchor < 0 ? link : link.substring(0, anchor);
        String target = normal(Path.of(source), file);
        String page = Optional.ofNullable(pages.get(target))
                .or(() -> Optional.of(target)
                        .filter(path -> path.startsWith("src/site/resources/"))
                        .map(path -> path.substring("src/site/resources/".length())))
                // a file of the configuration stands beside the folder of the documents
                .orElse("../" + target);
        Path from = Path.of(pages.get(source)).getParent();
        String relative = from == null ? page : from.relativize(Path.of(page)).toString();
        return relative + (anchor < 0 ? "" : link.substring(anchor));
    }

    private static String normal(Path source, String link) {
        Path folder = source.getParent();
        return (folder == null ? Path.of(link) : folder.resolve(link))
                .normalize()
                .toString();
    }
}
