namespace Chalkline.Economics.PriceSheets;

/// <summary>The open model behind a sold name.</summary>
/// <param name="Model">Its name in the catalogue.</param>
/// <param name="Fast">Whether the name is that of a dearer tier that answers faster.</param>
public sealed record OpenName(string Model, bool Fast);
