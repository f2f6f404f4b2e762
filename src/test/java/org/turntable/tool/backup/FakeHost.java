package org.turntable.tool.backup;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host that reports the state a test has set and records the actions. */
final class FakeHost implements DatabaseHost {
    final Map<String, String> fields = new HashMap<>(Map.of(
            "running",
            "yes",
            "read_only",
            "1",
            "server",
            "10.11.19",
            "backup",
            "10.11.19",
            "data.bytes",
            "1000",
            "free.bytes",
            "1000000"));
    final List<String> actions = new ArrayList<>();
    String receivedPosition = "0-1-100";
    private final String address;

    FakeHost(String address, String... keysAndValues) {
        this.address = address;
        with(keysAndValues);
    }

    FakeHost with(String... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            fields.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return this;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public HostState state() {
        return HostState.of(fields);
    }

    @Override
    public Map<String, String> perform(String action, String... arguments) {
        actions.add((action + " " + String.join(" ", arguments)).strip());
        return Map.of();
    }

    @Override
    public void backup(OutputStream sink) {
        actions.add("backup");
    }

    @Override
    public Map<String, String> receive(Source source) throws HostException {
        actions.add("receive");
        source.into(OutputStream.nullOutputStream());
        return Map.of("position", receivedPosition);
    }
}
